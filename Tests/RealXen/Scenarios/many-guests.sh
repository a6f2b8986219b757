# a hundred guests in one apply; then there is nothing to do, and they go in one apply
# limit: 600; takes: 250
define tiny stays
for i in {1..100}; do define tiny "g$i"; done
start=$SECONDS
apply
echo "100 guests: $((SECONDS - start)) s"
expect 101 eval 'xl list | tail -n +3 | wc -l'
expect 100 eval 'xl list | grep -cE "^g[0-9]+ .* (r-----|-b----) "'
start=$SECONDS
nothing_to_do
echo "a plan: $((SECONDS - start)) s"
for i in {1..100}; do undefine "g$i"; done
start=$SECONDS
apply --prune
echo "pruned: $((SECONDS - start)) s"
expect 1 eval 'xl list | tail -n +3 | wc -l'
nothing_to_do --prune

# a guest that somebody paused is drift, and runs on; one that its policy has paused stands still
define tiny web
apply
xl pause web
expect paused state_of web
planned '~ state: "paused" -> "running".*\(drift\)'
apply
expect running state_of web
nothing_to_do

# What its policy says of it holds both ways.
echo 'guests: {web: {state: paused}}' > "$DIR/xenward.yaml"
planned '~ state: "running" -> "paused"'
apply
expect paused state_of web
nothing_to_do
rm "$DIR/xenward.yaml"
planned '~ state: "paused" -> "running"'
apply
expect running state_of web
nothing_to_do

# a guest that is no longer defined runs on until somebody allows that it goes; a directory without definitions allows nothing
define tiny web
define tiny kept
define tiny stays
apply
domids() { echo "$(domid_of web) $(domid_of kept) $(domid_of stays)"; }
before=$(domids)
undefine web
nothing_to_do
expect_output 'web: no longer defined.*--prune would destroy it'
apply
expect "$before" domids

# What cannot be read may define it.
echo 'name = ' > "$DIR/broken.cfg"
expect_exit 1 xenward apply --yes --prune
expect "$before" domids
rm "$DIR/broken.cfg"

# Nor does a directory that is empty, or not there.
mkdir -p "$WORK/away" && mv "$DIR"/*.cfg "$WORK/away/"
expect_exit 0 xenward plan --prune --detailed-exitcode
expect_output 'no definitions'
expect_exit 0 xenward apply --yes --prune
mv "$DIR" "$DIR.away"
expect_exit 1 xenward apply --yes --prune
mv "$DIR.away" "$DIR"
expect "$before" domids
mv "$WORK/away"/*.cfg "$DIR/"

# A plan that destroys more than was expected is refused.
expect_exit 1 xenward apply --yes --prune --max-destroy 0
expect "$before" domids
expect_exit 2 xenward plan --prune --detailed-exitcode
expect_output ' - web +destroy: no longer defined'
apply --prune
expect_true guest_is_absent web
expect "${before#* }" echo "$(domid_of kept) $(domid_of stays)"

# The policy may allow it, guest by guest.
echo 'guests: {kept: {prune: true}}' > "$DIR/xenward.yaml"
undefine kept
apply
expect_true guest_is_absent kept
expect "${before##* }" domid_of stays
nothing_to_do --prune

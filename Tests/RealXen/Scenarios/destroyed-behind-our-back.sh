# a guest that somebody destroyed is seen to be gone and created again, as the same guest
define pv web memory=96 'vif=["bridge=xenbr0"]'
apply
domid=$(domid_of web) identity="$(uuid_of web) $(nics_of web)"
xl destroy web
planned "\+ web +create: domain $domid is gone"
apply
expect running state_of web
expect "$identity" echo "$(uuid_of web) $(nics_of web)"
expect_true [ "$domid" != "$(domid_of web)" ]
nothing_to_do

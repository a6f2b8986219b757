# an interface whose hotplug script fails is said to have failed, with the script's reason, and leaves nothing; mended, it comes
# takes: 40
cat > /etc/xen/scripts/vif-unlucky << 'END'
#!/bin/bash
. "$(dirname "$0")/xen-hotplug-common.sh"
[ -e /run/lucky ] || fatal "no luck today"
. "$(dirname "$0")/vif-bridge"
END
chmod 755 /etc/xen/scripts/vif-unlucky
trap 'rm -f /etc/xen/scripts/vif-unlucky /run/lucky' EXIT
define tiny web
apply
before=$(lists_of_host)
define tiny web 'vif=["bridge=xenbr0,mac=00:16:3e:00:00:21,script=vif-unlucky"]'
expect_exit 1 xenward apply --yes
expect_output 'vif-unlucky .*: no luck today'
expect "$before" lists_of_host
expect_true eval '! xl network-list web | grep -q 00:16:3e:00:00:21'
planned 'nics'
touch /run/lucky
apply
expect_true eval 'xl network-list web | grep -q 00:16:3e:00:00:21'
nothing_to_do

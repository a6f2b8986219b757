# shellcheck shell=bash
# Guests, as xl.cfg. KIND is tiny, pv, pvh, hvm or pygrub.

# guest_config KIND NAME [KEY=VALUE]...: prints a definition. KEY=VALUE replaces a line of it or adds one, KEY+=VALUE
# appends to a text. A number or a list is written as it is, anything else in quotes; KEY= alone leaves the line out.
guest_config() {
  local kind=$1 name=$2 line key value; shift 2
  local -A config=([name]=$name)
  local linux='console=hvc0 quiet loglevel=4 mitigations=off rodata=off cryptomgr.notests'
  local base=()
  case $kind in
    tiny) base=(type=pv kernel=/guest/tiny memory=4) ;;
    pv | pvh) base=("type=$kind" kernel=/guest/vmlinux ramdisk=/guest/initrd memory=128 "extra=$linux") ;;
    hvm) base=(type=hvm kernel=/guest/vmlinuz ramdisk=/guest/initrd memory=192 "extra=$linux" vnc=0) ;;
    pygrub) base=(type=pv bootloader=pygrub memory=128 'disk=["format=raw,vdev=xvda,access=ro,target=/guest/pygrub.img"]') ;;
    *) fail "guest_config: no kind $kind" ;;
  esac
  for line in "${base[@]}" "$@"; do
    key=${line%%=*} value=${line#*=}
    if [[ $key == *+ ]]; then
      key=${key%+}
      config[$key]="${config[$key]:-}${config[$key]:+ }$value"
    else
      config[$key]=$value
    fi
  done
  for key in $(printf '%s\n' "${!config[@]}" | sort); do
    value=${config[$key]}
    case $value in
      '') ;;
      \[* | \"*) echo "$key = $value" ;;
      *[!0-9]*) echo "$key = \"$value\"" ;;
      *) echo "$key = $value" ;;
    esac
  done
}

# define KIND NAME [KEY=VALUE]...: the same, as the file of that guest in the definitions directory.
define() { guest_config "$@" > "$DIR/$2.cfg"; }
undefine() { rm "$DIR/$1.cfg"; }

# by_xl KIND NAME [KEY=VALUE]...: a domain that xl makes, from the same kind of definition.
by_xl() { guest_config "$@" > "$WORK/$2.xl" && xl create -q "$WORK/$2.xl"; }

# disk_image FILE [SIZE]: an empty file for a disk, in the scenario's folder; prints its path.
disk_image() { truncate -s "${2:-8M}" "$WORK/$1" && echo "$WORK/$1"; }

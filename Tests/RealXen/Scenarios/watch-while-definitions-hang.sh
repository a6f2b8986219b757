# while the file system of the definitions hangs, guests that reboot come back, the host can go down, and nothing is forgotten
# limit: 300; takes: 45
# hang: from now on nobody gets an answer from the definitions' file system, which its server never mounts.
hang() {
  python3 - "$DIR" <<'END' &
import ctypes, os, sys, time
server = os.open("/dev/fuse", os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)
options = b"fd=%d,rootmode=40000,user_id=0,group_id=0" % server
if libc.mount(b"hangs", sys.argv[1].encode(), b"fuse", 0, options): sys.exit(os.strerror(ctypes.get_errno()))
time.sleep(600)
END
  server=$!
  wait_for 10 grep -q "hangs $DIR fuse" /proc/mounts
}
answer_again() { kill "$server"; wait "$server" || true; umount -l "$DIR"; }
modprobe fuse
trap 'umount -l "$DIR" 2> /dev/null || true' EXIT

define tiny web
define tiny other
watch
wait_for 60 guest_is_up web
wait_for 60 guest_is_up other

hang
domid=$(domid_of web)
xl reboot web
wait_for 60 guest_is_another web "$domid"
wait_for 30 guest_is_up web 2
expect_true grep -q "definitions: its file system has not answered within 10.0 seconds" "$WORK/log"
# Nobody is taken for removed, and whoever asks for nothing but the host gets it.
expect_true [ "$(state_of other)" = running ]

answer_again
define tiny third
wait_for 60 guest_is_up third

hang
end_watch
expect_exit 0 xenward stop-all
for name in web other third; do expect_true guest_is_absent "$name"; done
answer_again

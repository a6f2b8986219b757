# what comes after all this runs on a clean host
by_xl tiny one
wait_for 30 guest_is_up one

# a guest that somebody paused is drift, and runs on
define tiny web
apply
xl pause web
expect paused state_of web
planned '~ state: "paused" -> "running".*\(drift\)'
apply
expect running state_of web
nothing_to_do

# the time of a scenario is limited
# limit: 10
sleep 1000

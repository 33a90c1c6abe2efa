-- The contract that a feed's tables were made by. $1: the feed.
select edition from ops.feed where feed = $1

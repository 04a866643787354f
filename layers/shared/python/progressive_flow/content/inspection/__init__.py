"""The inspection of uploads, outside the network and without a database: it opens files that anybody may have made."""

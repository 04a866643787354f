"""What content consists of beside its documents: the files that authors upload."""

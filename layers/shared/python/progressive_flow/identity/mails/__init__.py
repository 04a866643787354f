"""Mail: how it is sent, whom nobody mails any more, and how that begins and ends."""

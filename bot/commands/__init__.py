"""The commands of `nhacviec`, one file each; see bot/cli.py."""

"""Chats and contacts: what messengers and phones export as text."""

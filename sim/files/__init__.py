"""Files of all rooms, the one way in which they are opened, written and read: nothing but plain files, whole or not at all, within bounds."""

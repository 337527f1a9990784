"""The files of a pack, read whole or refused with every fault named."""

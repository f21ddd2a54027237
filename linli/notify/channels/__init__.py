"""The ways a message can go. One more is one module with a class like those here, and one line in `CHANNELS`."""

from collections.abc import Mapping

from linli.notify.channels.base import Channel
from linli.notify.channels.inapp import InApp
from linli.notify.channels.mail import Mail

CHANNELS: Mapping[str, Channel] = {channel.key: channel for channel in (InApp(), Mail())}

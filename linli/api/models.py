"""Bearer tokens of integrators. Each acts through one post and so has that post's rights and no more."""

from django.db import models


class Token(models.Model):
    """A bearer token; only its SHA-256 is kept."""

    name = models.CharField(max_length=80)
    post = models.ForeignKey("people.Post", on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_date = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

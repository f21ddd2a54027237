"""Sign-in as Linli wants it of allauth: no sign-up, lock-out by account, single sign-on for known accounts only."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.people.actions import accounts
from linli.people.models import Account


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators; five failures lock a name for ten minutes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        super().pre_authenticate(request, **credentials)
        now = timezone.now()
        until = accounts.locked_until(username=credentials.get("username", ""), now=now)
        if until is not None:
            minutes = int((until - now).total_seconds() // 60) + 1
            raise ValidationError(
                _(
                    "Too many failed sign-ins: this name is locked for %(minutes)d more minutes. "
                    "Your administrator can unlock it at once."
                )
                % {"minutes": minutes}
            )

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        accounts.sign_in_failed(username=credentials.get("username", ""), now=timezone.now())

    def authenticate(self, request: HttpRequest, **credentials: str) -> Account | None:
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None:
            accounts.sign_in_succeeded(username=credentials.get("username", ""))
        return account

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        accounts.password_changed(account_id=user.pk)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The city's identity provider opens an account that exists here under the same username; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        name = str(claims.get("userinfo", claims).get(settings.OIDC_CLAIM, ""))
        account = Account.objects.filter(username__iexact=name, is_active=True).first() if name else None
        if account is None:
            messages.error(request, _("No account here has your name at the identity provider. Ask an administrator."))
            raise ImmediateHttpResponse(HttpResponseRedirect(resolve_url(settings.LOGIN_URL)))
        sociallogin.connect(request, account)

"""The page where a person sees where they are signed in, and ends what they do not know."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.http import keys_in
from organisations.models import SignIn
from organisations.signed_in import signed_in_user
from organisations.signing_in.actions import sign_out
from organisations.signing_in.forms import SignInNameForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_list(request: HttpRequest) -> HttpResponse:
    """The person's sessions; a POST names one, ends one, or ends all but this one."""
    own = SignIn.objects.filter(
        person=signed_in_user(request), session__expire_date__gt=timezone.now()
    )
    current = own.filter(session=request.session.session_key).first()
    form = None
    if request.method == "POST":
        if "others" in request.POST:
            others = own.exclude(pk=current.pk) if current else own
            ended = sign_out(sign_ins=others)
            text = ngettext("%(number)d session ended.", "%(number)d sessions ended.", ended)
            messages.success(request, text % {"number": ended})
            return redirect("sign_in_list")
        sign_in = get_object_or_404(own, pk__in=keys_in([request.POST.get("sign_in", "")]))
        if "end" in request.POST:
            sign_out(sign_ins=own.filter(pk=sign_in.pk))
            messages.success(request, _("The session is ended."))
            return redirect("sign_in_list")
        form = SignInNameForm(request.POST, instance=sign_in)
        if form.is_valid():
            form.save()
            return redirect("sign_in_list")
    context = {"sign_ins": own, "current": current, "form": form}
    return render(request, "account/sign_in_list.html", context)

from organisations.models.consent_record import ConsentRecord
from organisations.models.country import Country
from organisations.models.dismissed_mention import DismissedMention
from organisations.models.listing import Listing
from organisations.models.organisation import Kind, Membership, Organisation
from organisations.models.sign_in import SignIn, SignInCode
from organisations.models.user import User

__all__ = [
    "ConsentRecord",
    "Country",
    "DismissedMention",
    "Kind",
    "Listing",
    "Membership",
    "Organisation",
    "SignIn",
    "SignInCode",
    "User",
]

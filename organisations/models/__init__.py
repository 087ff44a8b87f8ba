from organisations.models.country import Country
from organisations.models.dismissed_mention import DismissedMention
from organisations.models.organisation import ConsentRecord, Kind, Listing, Membership, Organisation
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

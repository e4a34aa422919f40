"""`python -m deploy.lokal.penerbit`: the development issuer as a process, told by its environment like the services."""

import os
import sys
from pathlib import Path

import uvicorn

from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.penerbit.app import TOKEN_SECONDS, DevelopmentIssuer
from deploy.lokal.penerbit.keys import SigningKeys
from deploy.lokal.ports import LOOPBACK

ENVIRONMENT, DEVELOPMENT = "CASN_LINGKUNGAN", "pengembangan"


def main() -> int:
    """Serve until SIGTERM; refuses everywhere but in development, and listens to this machine only."""
    if os.environ.get(ENVIRONMENT) != DEVELOPMENT:
        sys.stderr.write(f"This issuer lets anybody in who has one secret. It runs with {ENVIRONMENT}={DEVELOPMENT} only.\n")
        return 2
    port = int(os.environ["HTTP_PORT"])
    secret, keys = os.environ["ISSUER_SECRET"], SigningKeys(Path(os.environ["ISSUER_KEYS"]))
    seconds = int(os.environ.get("ISSUER_TOKEN_SECONDS", TOKEN_SECONDS))
    app = DevelopmentIssuer(f"http://{LOOPBACK}:{port}", Accounts(secret), keys, token_seconds=seconds).app
    uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning", access_log=False, limit_concurrency=256)
    return 0


if __name__ == "__main__":
    sys.exit(main())

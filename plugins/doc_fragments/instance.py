# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Which instance is meant, how it is reached, and whose session is used there: the options of every module."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - The address of the PeerTube instance, such as V(https://video.example.com).
      - A slash or V(/api/v1) at its end is dropped. An address with a user name, a query, a fragment or another path is
        refused.
      - Required. If not set, the value of the environment variable E(PEERTUBE_URL) is used.
    type: str
  host_header:
    description:
      - The name to send in the C(Host) header when O(url) is not the public address of the instance, for example when
        O(url=http://127.0.0.1:9000) on the server itself.
      - PeerTube hands out its OAuth client only to requests whose C(Host) is exactly its C(webserver.hostname),
        followed by its port unless that is 80 or 443.
      - With V(https), the name is also the one asked for in TLS (SNI) and the one that the certificate must hold.
      - If not set, the value of the environment variable E(PEERTUBE_HOST_HEADER) is used.
    type: str
  validate_certs:
    description:
      - Whether the TLS certificate of the instance is checked. Set to V(false) only for a test on a private network,
        since anybody on the way can then read the password.
      - If not set, the value of the environment variable E(PEERTUBE_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - A file with the PEM certificates of the CAs to trust, for an instance whose certificate is signed by a private
        CA. No other CA is trusted then.
      - If neither this option nor the environment variable E(PEERTUBE_CA_PATH) is set, the CAs that the system trusts
        and those that come with the Python library requests are trusted.
    type: path
  client_cert:
    description:
      - A file with a TLS client certificate in PEM format, for an instance behind a proxy that asks for one. It may
        hold the private key as well.
    type: path
  client_key:
    description:
      - A file with the unencrypted private key of O(client_cert) in PEM format.
    type: path
  use_proxy:
    description:
      - Whether the environment variables E(http_proxy), E(https_proxy), E(all_proxy) and E(no_proxy) are honoured.
      - A loopback address is always reached directly. A SOCKS proxy needs the Python library PySocks.
    type: bool
    default: true
  timeout:
    description:
      - How many seconds to wait for a connection, and then for each next byte of an answer. A whole answer may take
        four times as long.
      - If not set, the value of the environment variable E(PEERTUBE_TIMEOUT) is used.
    type: float
    default: 30.0
  retries:
    description:
      - How often a request is sent again after a failure that is likely to pass, at most V(100). The pauses double from
        half a second up to a minute.
      - A request that might have opened or renewed a session is not sent again unless it is certain that it did not.
    type: int
    default: 3
  rate_limit_max_wait:
    description:
      - For how many seconds, in all, this task may wait when the instance limits requests. PeerTube allows 15 logins in
        five minutes, and 50 requests in ten seconds, from an address.
      - A message announces each wait of five seconds or more when it begins, also that of a lookup. Where the task runs
        as a module on another host, it comes as a warning with the result.
      - When the instance wants more waiting than that, the task fails at once, and C(error.retry_after) in its result
        says how long.
    type: int
    default: 60
  wait_timeout:
    description:
      - For how many seconds to wait for an instance that is still starting.
      - The instance is asked with C(GET /api/v1/ping) until it answers. When it does not, the task fails without
        further O(retries).
    type: int
    default: 0
  username:
    description:
      - The name of the account, or its e-mail address. Case does not matter.
      - With a session that is already known, it says whose session is meant. One of another user is an error.
      - If not set, the value of the environment variable E(PEERTUBE_USERNAME) is used.
    type: str
  password:
    description:
      - The password of the account.
      - When the task itself sets this option, a token from the environment is not used, so that it does not hide that
        the login fails.
      - If not set, the value of the environment variable E(PEERTUBE_PASSWORD) is used.
    type: str
  otp:
    description:
      - A current code of two-factor authentication, six digits. Put it in quotes, for YAML takes the zeros from the
        beginning of a number.
      - If not set, the value of the environment variable E(PEERTUBE_OTP) is used.
    type: str
  otp_secret:
    description:
      - The seed of two-factor authentication, in Base32, as PeerTube shows it beside the QR code. With it the codes are
        made here, for unattended logins. Keep it as safe as the password.
      - The code is for the moment that the clock of the instance shows, not the one of this machine.
      - Needs the Python library pyotp.
      - If not set, the value of the environment variable E(PEERTUBE_OTP_SECRET) is used.
    type: str
  external_auth_token:
    description:
      - A token that an external authentication plugin of the instance issued for O(username), to log in with in place
        of O(password). O(username) has to be written exactly as the plugin knows it.
      - It is good for one login. PeerTube 6.3 takes it twice.
    type: str
  access_token:
    description:
      - The access token of a session.
      - If not set, the value of the environment variable E(PEERTUBE_ACCESS_TOKEN) is used, unless the task itself sets
        O(session_file).
    type: str
  refresh_token:
    description:
      - The refresh token of the same session.
      - If not set, the value of the environment variable E(PEERTUBE_REFRESH_TOKEN) is used, unless the task itself sets
        O(session_file).
    type: str
  session_file:
    description:
      - The absolute path of a file that keeps one session of one user at one instance, on the machine where the task
        runs.
      - The file is readable for its owner only. It may be shared by any number of hosts and processes of that owner; a
        lock file beside it (with C(.lock) at the end of its name) keeps them from renewing the session at the same
        time. A message says so once a task has waited for it for five seconds.
      - A file that others may read, that belongs to somebody else, that is a symbolic link, that is damaged, or that
        holds the session of another user or instance is refused and left as it is.
      - Cannot be combined with O(access_token) and O(refresh_token) in a task.
      - If not set, the value of the environment variable E(PEERTUBE_SESSION_FILE) is used, unless the task itself sets
        O(access_token) or O(refresh_token).
    type: path
  min_validity:
    description:
      - A token that is valid for fewer than this many seconds is renewed.
    type: int
    default: 300
  revalidate_after:
    description:
      - A session in O(session_file) is trusted without a request when the instance was asked about it fewer than this
        many seconds ago. With V(0) the instance is always asked.
    type: int
    default: 60
  client_id:
    description:
      - The OAuth client of the instance, which is no secret, for PeerTube hands it to everybody.
      - Fetched from the instance when not set, which takes one more request.
      - If the instance does not know the client that was given, it is fetched as well.
    type: str
  client_secret:
    description:
      - What belongs to O(client_id).
    type: str
notes:
  - PeerTube's password and tokens are as good as the account. Use V(https) for every address but a loopback one; with
    plain V(http) the modules warn.
  - The C(.netrc) file of the user has no effect, unlike in most tools that use the Python library requests.
requirements:
  - requests >= 2.25 (Python library), and of the urllib3 below it 1.24 or newer for O(host_header) with V(https)
  - pyotp (Python library), for O(otp_secret)
"""

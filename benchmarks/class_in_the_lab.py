"""Measure a class in the Lab behind nginx: every session opens it at once and works for a minute.

Run: python benchmarks/class_in_the_lab.py [sessions] [seconds]
It needs nginx, and prints answers, errors, the server's memory and the load of the machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app import Client, _cpu, _percentile, _rss, served, up

PAUSE = 3.0
"""Seconds from an answer to the next thing that a student does."""
CONFIGURATION = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {app};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_set_header Host $http_host;
      proxy_read_timeout 1h;
    }}
  }}
}}
"""


async def work(base: str, sessions: int, seconds: float) -> tuple[list[float], list[str]]:
    """Open the Lab in every session at once; return the seconds of each answer, and the errors."""
    until = time.monotonic() + seconds
    times: list[float] = []
    errors: list[str] = []
    chance = random.Random(0)

    async def student() -> None:
        client = Client(base)
        try:
            began = time.monotonic()
            await client.open("lab")
            times.append(time.monotonic() - began)
            while time.monotonic() < until:
                await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))
                times.append(await client.rerun(None))
            await client.socket.close()
        except (OSError, RuntimeError) as error:
            errors.append(repr(error))

    await asyncio.gather(*(student() for _ in range(sessions)))
    return times, errors


def main() -> None:
    """Measure, and print the result."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        sys.exit("expected nginx, found none: apt install nginx")
    with tempfile.TemporaryDirectory() as made, served() as (app, process, _started):
        folder, port = Path(made), int(app.rpartition(":")[2]) + 1
        told = CONFIGURATION.format(folder=folder, port=port, app=app)
        (folder / "nginx.conf").write_text(told)
        up(app)
        with subprocess.Popen([nginx, "-p", made, "-c", f"{made}/nginx.conf"]) as proxy:
            base = f"http://127.0.0.1:{port}"
            up(base)
            before = _cpu(process)
            times, errors = asyncio.run(work(base, sessions, seconds))
            used = (_cpu(process) - before) / seconds
            print(
                f"{sessions} sessions, {len(times)} answers, {len(errors)} errors; median "
                f"{_percentile(times, 50):.2f} s, 95% within {_percentile(times, 95):.2f} s, "
                f"longest {max(times):.2f} s; server {_rss(process):.0f} MB, "
                f"{used:.0%} of a core; load {os.getloadavg()[0]:.1f}"
            )
            for error in errors[:3]:
                print(error)
            proxy.terminate()


if __name__ == "__main__":
    main()

"""Fetches the parts of parts.toml into the user's cache and makes one folder of them.

    fetch.py tool NAME LINK   one tool, unpacked; LINK becomes a symlink to it
    fetch.py parts LINK       all parts, assembled; LINK becomes a symlink to the parts root
    fetch.py verify LINK      compares every file behind LINK with the hash noted when it was unpacked

Nothing half-made is ever seen: each part is unpacked beside its place and renamed into it, the parts root
likewise, and a lock keeps two clones from fetching at once. The package clients are used as the user has
configured them; no address stands here.
"""
import concurrent.futures
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import xml.etree.ElementTree
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "visitwright"
# Wheels are chosen for these tags whatever Python runs this script: only files are taken out of them.
WHEEL_TAGS = [
    "--only-binary=:all:", "--python-version=3.11", "--implementation=cp",
    "--abi=cp311", "--abi=abi3", "--abi=none",
    *(f"--platform=manylinux_2_{n}_x86_64" for n in (28, 27, 26, 24, 17, 12, 5)),
    *(f"--platform=manylinux{n}_x86_64" for n in ("2014", "2010", "1")),
]
SUMS = "SHA256SUMS"


class SetupError(Exception):
    """Something set-up cannot do, in words for whoever typed make."""


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def digest(part):
    """The name of a part's folder: another version, place or converter is another folder."""
    entry = json.dumps(part, sort_keys=True)
    if "convert" in part:
        entry += (HERE / part["convert"]["script"]).read_text(encoding="utf-8")
    return hashlib.sha256(entry.encode()).hexdigest()[:16]


def package_of(part):
    """Name and version, as the part's own registry writes them."""
    return part.get("pypi") or part.get("npm") or part["maven"]


def command(line, **kwargs):
    done = subprocess.run(line, capture_output=True, text=True, check=False, **kwargs)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise SetupError("\n".join(said) or f"{line[0]} ended with {done.returncode}")
    return done.stdout


def fetch_pypi(part, into):
    lock = into / "requirement.txt"
    lock.write_text(f"{part['pypi']} --hash=sha256:{part['sha256']}\n")
    command([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir",
             "--no-deps", "--require-hashes", *WHEEL_TAGS, "--dest", str(into), "--requirement", str(lock)])
    lock.unlink()


def fetch_npm(part, into):
    command(["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(into), part["npm"]], cwd=into)


def fetch_maven(part, into):
    """By Maven itself where the machine has it, else by the small client from PyPI that the lock list names."""
    if shutil.which("mvn"):
        command(["mvn", "-B", "-q", "dependency:copy", f"-Dartifact={part['maven']}", f"-DoutputDirectory={into}"], cwd=into)
        return
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetching-") as tmp:
        tmp = pathlib.Path(tmp)
        fetch_pypi(part["client"], tmp)
        unpack(next(tmp.iterdir()), tmp / "client")
        line = [sys.executable, "-m", part["client"]["module"], *mirror(), part["maven"], str(into / "package.jar")]
        command(line, env={**os.environ, **authorities(), "PYTHONPATH": str(tmp / "client")})


def mirror():
    """The user's own mirror of Maven's repository, if the settings name one."""
    settings = pathlib.Path.home() / ".m2" / "settings.xml"
    if not settings.is_file():
        return []
    urls = [e.text.strip() for e in xml.etree.ElementTree.parse(settings).iter()
            if e.tag.endswith("mirror") for e in e if e.tag.endswith("url") and e.text]
    return ["--maven-repo", urls[0]] if urls else []


def authorities():
    """The certificate authorities pip trusts, for a client that has its own list otherwise."""
    if "REQUESTS_CA_BUNDLE" in os.environ:
        return {}
    for path in (os.environ.get("PIP_CERT"), os.environ.get("SSL_CERT_FILE"), "/etc/ssl/certs/ca-certificates.crt"):
        if path and os.path.isfile(path):
            return {"REQUESTS_CA_BUNDLE": path}
    return {}


def fetch(part, into):
    """Downloads the package into an empty folder and returns its path; three tries, as lines do drop."""
    client = next(c for c in (fetch_pypi, fetch_npm, fetch_maven) if c.__name__.removeprefix("fetch_") in part)
    for attempt in range(1, 4):
        try:
            client(part, into)
            break
        except SetupError as err:
            if attempt == 3:
                raise SetupError(f"{part['name']}: {err}") from None
            time.sleep(3 * attempt)
    found = [p for p in into.iterdir() if p.is_file()]
    if len(found) != 1:
        raise SetupError(f"{part['name']}: expected one file, got {len(found)}")
    if (got := sha256(found[0])) != part["sha256"]:
        raise SetupError(f"{part['name']}: the file fetched has SHA-256 {got}, the lock list says {part['sha256']}")
    return found[0]


def unpack(archive, into):
    """Unpacks the plain files of a wheel, a jar or an npm tarball; never outside the folder, whatever their names say."""
    if archive.suffix in (".whl", ".jar"):
        with zipfile.ZipFile(archive) as z:
            z.extractall(into)
        return
    with tarfile.open(archive) as t:
        for member in t:
            name = pathlib.PurePosixPath(member.name)
            if not member.isfile() or name.is_absolute() or ".." in name.parts:
                continue
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            with t.extractfile(member) as src, open(into / name, "wb") as dst:
                shutil.copyfileobj(src, dst)


def place(part, archive, package, root):
    for dest, source in part.get("place", {}).items():
        src, dst = package / source, root / dest
        if not src.exists():
            raise SetupError(f"{part['name']}: the package holds no {source}")
        dst.parent.mkdir(parents=True, exist_ok=True)
        if source.endswith("/"):
            shutil.copytree(src, dst, dirs_exist_ok=True, copy_function=shutil.move)
        else:
            shutil.move(src, dst)
    for dest, text in part.get("script", {}).items():
        (root / dest).write_text(text.lstrip(), encoding="utf-8")
    if "convert" in part:
        dst = root / part["convert"]["to"]
        dst.parent.mkdir(parents=True, exist_ok=True)
        command([sys.executable, str(HERE / part["convert"]["script"]), str(archive), str(dst)])


def seal(part, root):
    """Sets the permissions, notes each file's hash, and makes the folder safe against a power cut."""
    wanted = part.get("executable", [])
    with open(root / SUMS, "w", encoding="utf-8") as sums:
        for path in sorted(p for p in root.rglob("*") if p.is_file() and p.name != SUMS):
            name = path.relative_to(root).as_posix()
            path.chmod(0o755 if any(name.startswith(w) for w in wanted) else 0o644)
            sums.write(f"{sha256(path)}  {name}\n")
    for folder in [root, *(p for p in root.rglob("*") if p.is_dir())]:
        folder.chmod(0o755)
    os.sync()


def store(part):
    """The folder of one part, fetched first where it is not there."""
    home = CACHE / "store" / f"{part['name']}-{digest(part)}"
    if home.exists():
        return home
    (CACHE / "store").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetching-") as tmp:
        tmp = pathlib.Path(tmp)
        for name in ("download", "package", "root"):
            (tmp / name).mkdir()
        begun = time.monotonic()
        archive = fetch(part, tmp / "download")
        size = archive.stat().st_size
        unpack(archive, tmp / "package")
        place(part, archive, tmp / "package", tmp / "root")
        seal(part, tmp / "root")
        (tmp / "root").rename(home)
    print(f"  {part['name']:<20} {package_of(part):<40} {size / 1e6:6.1f} MB "
          f"{time.monotonic() - begun:5.1f} s", flush=True)
    return home


def assemble(parts, homes):
    """One folder with all parts in it, as hard links where the file system allows."""
    key = hashlib.sha256(" ".join(h.name for h in homes).encode()).hexdigest()[:16]
    root = CACHE / "parts" / key
    if root.exists():
        return root
    root.parent.mkdir(parents=True, exist_ok=True)
    tmp = pathlib.Path(tempfile.mkdtemp(dir=CACHE, prefix="assembling-"))
    sums = []
    for home in homes:
        lines = (home / SUMS).read_text(encoding="utf-8").splitlines()
        for line in lines:
            name = line.split("  ", 1)[1]
            (tmp / name).parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(home / name, tmp / name)
        sums += lines
    (tmp / SUMS).write_text("\n".join(sorted(sums)) + "\n", encoding="utf-8")
    (tmp / "LICENCES.txt").write_text(
        "".join(f"{p['name']}: {package_of(p)}: {p['licence']}\n" for p in parts), encoding="utf-8")
    for folder in [tmp, *(p for p in tmp.rglob("*") if p.is_dir())]:
        folder.chmod(0o755)
    tmp.rename(root)
    return root


def link_or_copy(src, dst):
    try:
        os.link(src, dst)
    except OSError:
        shutil.copy2(src, dst)


def point(link, target):
    """Makes link a symlink to target in one step."""
    link = pathlib.Path(link)
    if link.is_symlink() and link.readlink() == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    new = link.with_name(f".{link.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def sweep():
    """Removes what a set-up that was killed left behind; called with the lock held."""
    for pattern in ("fetching-*", "assembling-*"):
        for left in CACHE.glob(pattern):
            shutil.rmtree(left, ignore_errors=True)


def locked():
    CACHE.mkdir(parents=True, exist_ok=True)
    lock = open(CACHE / "lock", "w")  # noqa: SIM115, held until the process ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("  another set-up is running; waiting for it", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def store_or_do_without(part):
    """The folder of a part; None where it cannot be had and the program runs without it, which is said."""
    try:
        return store(part)
    except SetupError as err:
        if "without" not in part:
            raise
        print(f"  {err}\n  {part['without']}; the next make setup tries again", flush=True)
        return None


def get_parts(lock_list, link):
    parts = lock_list["part"]
    if missing := [p for p in parts if not (CACHE / "store" / f"{p['name']}-{digest(p)}").exists()]:
        print(f"Fetching {len(missing)} of {len(parts)} parts into {CACHE}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        homes = list(pool.map(store_or_do_without, parts))
    point(link, assemble([p for p, h in zip(parts, homes) if h], [h for h in homes if h]))


def verify(link):
    root = pathlib.Path(link).resolve()
    lines = (root / SUMS).read_text(encoding="utf-8").splitlines()
    bad = [n for d, n in (line.split("  ", 1) for line in lines)
           if not (root / n).is_file() or sha256(root / n) != d]
    if bad:
        raise SetupError(f"{len(bad)} of {len(lines)} files are not as they were fetched: {', '.join(bad[:5])}.\n"
                         f"Remove {CACHE} and run make setup.")
    print(f"{len(lines)} files as they were fetched")


def main(args):
    with open(HERE / "parts.toml", "rb") as f:
        lock_list = tomllib.load(f)
    if args[:1] == ["verify"] and len(args) == 2:
        verify(args[1])
        return
    with locked():
        sweep()
        if args[:1] == ["tool"] and len(args) == 3:
            tool = next(t for t in lock_list["tool"] if t["name"] == args[1])
            point(args[2], store(tool))
        elif args[:1] == ["parts"] and len(args) == 2:
            get_parts(lock_list, args[1])
        else:
            raise SetupError(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as err:
        sys.exit(f"setup: {err}")

#!/usr/bin/env bash
# Builds the samples with their tools: build.sh <site-dist> <out> [tool ...], all tools if none is named.
#
# <out>/faultyard is the site, <out>/<tool> a sample. FAULTYARD_BASE, with its slash at the end, is another address of
# the site for the samples. What a tool needs is kept in faultyard/tools in the cache folder; npm and Hugo must be on PATH.
set -euo pipefail

MDBOOK=0.5.4
MKDOCS=(mkdocs==1.6.1 mkdocs-material==9.8.2)
SPHINX=(sphinx==9.0.4 myst-parser==5.2.0 furo==2025.12.19)
NODE=22
# npm takes what its packages need as it was on this day, so that no new release breaks an old tool.
DAY=2026-11-01

(($# >= 2)) || { sed -n '2,5s/^# //p' "$0"; exit 2; }
site=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/faultyard/tools
shift 2
chosen=("$@")
(($# > 0)) || chosen=(mdbook mkdocs sphinx revealjs hugo docusaurus)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$tools"

# A Python environment with these packages, named for the tool; made anew when the versions change.
python() {
  local name=$1; shift
  local home=$tools/$name
  if [[ $(cat "$home/versions" 2>/dev/null) != "$*" ]]; then
    echo "   installing $*"
    rm -rf "$home"
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check "$@"
    echo "$*" >"$home/versions"
  fi
}

# The packages of the sample's package.json, in a folder for the tool.
npm_packages() {
  local home=$tools/$1
  if ! cmp --silent "$here/$1/package.json" "$home/installed.json"; then
    echo "   installing the packages of $1/package.json"
    rm -rf "$home"
    mkdir -p "$home"
    cp "$here/$1/package.json" "$home/package.json"
    npm_install "$home"
    cp "$here/$1/package.json" "$home/installed.json"
  fi
}

# A registry that does not know the days gives the newest.
npm_install() {
  local home=$1; shift
  npm install --prefix "$home" --no-audit --no-fund --loglevel=error --before="$DAY" "$@" ||
    npm install --prefix "$home" --no-audit --no-fund --loglevel=error "$@"
}

# Puts a Node of its own first on PATH where there is none of version 20 or newer (Debian 12 has 18).
recent_node() {
  (($(node --print 'parseInt(process.versions.node)') >= 20)) && return
  local home=$tools/node
  if [[ ! -x $home/node_modules/.bin/node ]]; then
    echo "   installing Node $NODE"
    mkdir -p "$home"
    npm_install "$home" "node@$NODE"
  fi
  PATH=$home/node_modules/.bin:$PATH
}

# Each builds the sample in $1 into $2.
mdbook_sample() {
  PATH=$PATH:$tools/bin
  if ! command -v mdbook >/dev/null; then
    echo "   installing mdbook $MDBOOK: some minutes, once"
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_TARGET_DIR=$work/build \
      cargo install --quiet --locked --no-default-features --root "$tools" mdbook --version "$MDBOOK"
  fi
  mdbook build "$1" --dest-dir "$2"
}

mkdocs_sample() {
  python mkdocs "${MKDOCS[@]}"
  NO_MKDOCS_2_WARNING=1 "$tools/mkdocs/bin/mkdocs" build --quiet --strict --config-file "$1/mkdocs.yml" --site-dir "$2"
}

sphinx_sample() {
  python sphinx "${SPHINX[@]}"
  "$tools/sphinx/bin/sphinx-build" -q -W -b html "$1" "$2"
}

revealjs_sample() {
  npm_packages revealjs
  mkdir -p "$2"
  cp "$1/index.html" "$2/"
  cp -r "$tools/revealjs/node_modules/reveal.js/dist" "$2/reveal"
}

hugo_sample() {
  hugo --quiet --source "$1" --destination "$2"
}

docusaurus_sample() {
  recent_node
  npm_packages docusaurus
  # Docusaurus looks for its packages above the sample, so the sample goes there.
  rm -rf "$tools"/docusaurus/{docs,src,.docusaurus}
  cp -r "$1/." "$tools/docusaurus/"
  (cd "$tools/docusaurus" && npx docusaurus build --out-dir "$2")
}

rm -rf "$out/faultyard"
cp -r "$site" "$out/faultyard"
for tool in "${chosen[@]}"; do
  [[ -d $here/$tool ]] || { echo "there is no sample for $tool"; exit 2; }
  echo "-- $tool"
  cp -r "$here/$tool" "$work/$tool"
  if [[ -n ${FAULTYARD_BASE:-} ]]; then
    grep -rlF '../faultyard/' "$work/$tool" | xargs sed -i "s#\.\./faultyard/#$FAULTYARD_BASE#g"
  fi
  rm -rf "${out:?}/$tool"
  "${tool}_sample" "$work/$tool" "$out/$tool"
done

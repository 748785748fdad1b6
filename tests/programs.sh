# Looks for the named programs that tests use (chromium, java, nginx) and installs those that are missing where it may:
# as root, with apt. Whoever may not is told; with CI set, that is a failure.

missing="" # packages

needs() { # its package or packages, then what any of the program's commands is called
	packages=$1
	shift
	for command in "$@"; do
		command -v "$command" >/dev/null && return
	done
	missing="$missing $packages"
}

for program in "$@"; do
	case $program in
		chromium) needs chromium "$BROWSER_PATH" chromium chromium-browser google-chrome google-chrome-stable chrome ;;
		java) needs default-jre-headless "$JAVA_HOME/bin/java" java ;;
		nginx) needs "nginx-light openssl" nginx /usr/sbin/nginx ;;
		*) echo "$0: unknown program: $program" >&2; exit 2 ;;
	esac
done

if [ -z "$missing" ]; then
	exit 0
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing what the tests drive (once):$missing"
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 - words are what they are to be
	apt-get update -qq && apt-get install -qq --no-install-recommends $missing >/dev/null
else
	echo "Not found, and their tests are left out: install them (apt install$missing)." >&2
	[ -z "$CI" ]
fi

# Sourced by mvnw: exports JAVA_HOME of a JDK 25 or newer, or stops with one sentence. POSIX shell.

rapport_java_major() { # prints the major version of the JDK in folder $1, nothing when there is none
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

rapport_is_new_enough() {
  rapport_major=$(rapport_java_major "$1")
  [ -n "$rapport_major" ] && [ "$rapport_major" -ge 25 ]
}

rapport_select_jdk() {
  if [ -n "${JAVA_HOME-}" ]; then
    rapport_is_new_enough "$JAVA_HOME" && return 0
  elif command -v javac >/dev/null 2>&1; then
    rapport_javac=$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)
    rapport_home=$(dirname "$(dirname "$rapport_javac")")
    if rapport_is_new_enough "$rapport_home"; then
      export JAVA_HOME="$rapport_home"
      return 0
    fi
  fi
  for rapport_home in \
    /usr/lib/jvm/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$HOME"/.jdks/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/java/* /opt/jdk*; do
    if rapport_is_new_enough "$rapport_home"; then
      export JAVA_HOME="$rapport_home"
      return 0
    fi
  done
  echo "Rapport needs a JDK 25 or newer: install one (for instance Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  exit 1
}

rapport_select_jdk

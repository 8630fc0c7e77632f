# Sourced by the commands here, which name their class and pass their arguments: builds what is missing or old, and
# becomes the load. POSIX shell.

bench_launch() { # class, arguments
  cd "$(dirname "$0")/.."
  . .mvn/jdk.sh

  bench_class=$1
  shift
  bench_form=jar
  bench_before=
  for bench_word in "$@"; do
    [ "$bench_before" != --form ] || bench_form=$bench_word
    bench_before=$bench_word
  done
  case $bench_form in
    jar) bench_package=target/quarkus-app/quarkus-run.jar bench_build= ;;
    aot) bench_package=target/aot/rapport.aot bench_build=-Daot ;;
    binary) bench_package=target/rapport-runner bench_build=-Dnative ;;
    *) echo "'$bench_form' is no form: jar, aot or binary." >&2; exit 2 ;;
  esac

  bench_classes=target/test-classes/dev/rapport/bench
  if [ ! -e "$bench_package" ] || [ -n "$(find pom.xml src/main -name node_modules -prune -o -newer "$bench_package" -type f -print -quit)" ]; then
    ./mvnw -B -q -Dfast -DskipTests $bench_build package
  elif [ ! -e "$bench_classes" ] || [ -n "$(find src/test/java -newer "$bench_classes" -type f -print -quit)" ]; then
    ./mvnw -B -q -Dfast test-compile
    touch "$bench_classes"
  fi
  bench_class_path=target/bench.class-path
  if [ ! -e "$bench_class_path" ] || [ pom.xml -nt "$bench_class_path" ]; then
    ./mvnw -B -q dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$bench_class_path"
  fi

  exec "$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(cat "$bench_class_path")" "dev.rapport.bench.$bench_class" "$@"
}

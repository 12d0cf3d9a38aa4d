# Starts a linked runtime and has it do what needs its modules. Sourced.
# shellcheck shell=bash

CHECK_FOLDER=""
CHECK_PIDS=()
CHECK_PORT=0

check_runtime() {
    local runtime="$1" jar="$2"
    CHECK_FOLDER="$(mktemp -d)"
    CHECK_PORT=$((20000 + RANDOM % 20000))
    trap end_check EXIT
    JAVA_CHECKED=("$runtime/bin/java" "@$UNITS/java.options" -jar "$jar")
    help_of_all
    start_brokers
    start_boxes
    upload_to_box
    await "headquarters with TLS" arrived_at_headquarters
    await "Kafka with SASL" is_drained stream
    await "MQTT 5" is_drained broker
    complain_of_missing
    end_check
    trap - EXIT
}

end_check() {
    local pid
    for pid in "${CHECK_PIDS[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$CHECK_FOLDER"
}

checked() { "${JAVA_CHECKED[@]}" "$@"; }

passed() { printf '%-28s %s\n' "$1" "${2:-works}"; }

# Tries command $2 until it succeeds, for a minute.
await() {
    local what="$1" end=$((SECONDS + 60))
    shift
    until "$@"; do
        [[ $SECONDS -lt $end ]] || { tail -n 20 "$CHECK_FOLDER"/*.log >&2; die "$what: nothing within a minute"; }
        sleep 0.2
    done
    passed "$what"
}

help_of_all() {
    local page count=0
    checked manual "$CHECK_FOLDER/manual"
    for page in "$CHECK_FOLDER"/manual/man1/larder-*.1; do
        page="$(basename "$page" .1)"
        # shellcheck disable=SC2046 # a word each
        checked $(tr - ' ' <<<"${page#larder-}") --help >/dev/null || die "larder ${page#larder-} --help fails"
        count=$((count + 1))
    done
    passed "--help" "of $count commands"
}

# Starts $2… in the background; what it says goes to $1.log.
begin() {
    local name="$1"
    shift
    "$@" >"$CHECK_FOLDER/$name.log" 2>&1 &
    CHECK_PIDS+=($!)
}

start_brokers() {
    local kafka="$ROOT/brokers/target/kafka" file="$CHECK_FOLDER/kafka.properties" id=bGFyZGVyLWJlbmNoLWthZg
    local jaas='org.apache.kafka.common.security.plain.PlainLoginModule required username="box" password="sesame" user_box="sesame";'
    [[ -d "$kafka" ]] || (maven -q -pl brokers process-resources >/dev/null) || die "no Kafka broker: mvn -pl brokers process-resources fetches it"
    cat >"$file" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((CHECK_PORT + 1))
controller.listener.names=CONTROLLER
listeners=SASL_PLAINTEXT://127.0.0.1:$CHECK_PORT,CONTROLLER://127.0.0.1:$((CHECK_PORT + 1))
listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=$jaas
log.dirs=$CHECK_FOLDER/kafka
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
offsets.topic.replication.factor=1
END
    "$JAVA_HOME/bin/java" -cp "$kafka/*" kafka.tools.StorageTool format -t "$id" -c "$file" >"$CHECK_FOLDER/format.log" 2>&1
    begin kafka "$JAVA_HOME/bin/java" -Xmx384m -cp "$kafka/*" kafka.Kafka "$file"
    command -v mosquitto >/dev/null || [[ -x /usr/sbin/mosquitto ]] || install_mosquitto || die "no mosquitto found: install it"
    begin mosquitto "$(PATH="$PATH:/usr/sbin" command -v mosquitto)" -p $((CHECK_PORT + 2))
}

start_boxes() {
    local invitation headquarters="$CHECK_FOLDER/headquarters"
    begin headquarters checked serve --data "$headquarters" --set terminal.port=0 --set "console.port=$((CHECK_PORT + 3))" \
        --set "receive.port=$((CHECK_PORT + 4))" --set receive.tls=true --set clock.trust=assumed --set journal.segments=4
    await "a headquarters" grep -q '^ready' "$CHECK_FOLDER/headquarters.log"
    invitation="$(checked boxes invite --data "$headquarters" --name box | grep -o 'larder-invite-[A-Za-z0-9_-]*')"
    begin box checked serve --data "$CHECK_FOLDER/box" --set terminal.host=127.0.0.1 --set "terminal.port=$((CHECK_PORT + 5))" \
        --set "console.port=$((CHECK_PORT + 6))" --set "terminal.tlsPort=$((CHECK_PORT + 7))" --set admission.policy=open \
        --set clock.trust=assumed --set journal.segments=4 \
        --set "upstreams.headquarters.url=https://127.0.0.1:$((CHECK_PORT + 4))" --set "upstreams.headquarters.token=$invitation" \
        --set upstreams.stream.kind=kafka --set "upstreams.stream.url=kafka://127.0.0.1:$CHECK_PORT" \
        --set upstreams.stream.user=box --set upstreams.stream.password=sesame --set upstreams.stream.mechanism=PLAIN \
        --set upstreams.broker.kind=mqtt --set "upstreams.broker.url=mqtt://127.0.0.1:$((CHECK_PORT + 2))"
    await "a box" grep -q '^ready' "$CHECK_FOLDER/box.log"
}

upload_to_box() {
    checked simulate --target "127.0.0.1:$((CHECK_PORT + 5))" --terminals 4 --attendance 1 --meeting 1 --count 20 --seed 1 >"$CHECK_FOLDER/simulate.log" 2>&1 \
        || die "the simulated terminals failed: $(cat "$CHECK_FOLDER/simulate.log")"
    passed "uploads"
    checked show --data "$CHECK_FOLDER/box" >/dev/null
    checked check --data "$CHECK_FOLDER/box" >/dev/null
    passed "show, check"
}

arrived_at_headquarters() {
    [[ "$(checked export --data "$CHECK_FOLDER/headquarters" --kind purchase --format csv | wc -l)" -gt 1 ]]
}

# Whether upstream $1 of the box has taken all, and something.
is_drained() {
    checked show --data "$CHECK_FOLDER/box" --json --live \
        | grep -qE "\"upstream\":\"$1\",[^}]*\"connected\":true,[^}]*\"entriesToSend\":0,\"sent\":[1-9]"
}

complain_of_missing() {
    if grep -hE 'NoClassDefFound|ClassNotFound|ServiceConfiguration|NoSuchAlgorithm|UnsupportedCharset|Module .* not found' "$CHECK_FOLDER"/{headquarters,box,simulate}.log >&2; then
        die "the runtime lacks something"
    fi
    passed "logs" "name nothing that is missing"
}

package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// An attendance terminal: punches, in one of three spellings of the table and three widths of the
/// row (PROTOCOL.md 1.2.3, 2.2). Its clock moves with every punch, so pin and time name a punch.
final class AttendanceTerminal implements SimulatedTerminal {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> SPELLINGS = List.of("", "&table=ATTLOG", "&table=%20ATTLOG");
    private static final int[] WIDTHS = {4, 7, 10};
    private static final int PEOPLE = 60;

    private final Serial serial;
    private final SplittableRandom random;
    private final Habits habits;
    private final Mishaps mishaps;
    private final String spelling;
    private final int width;
    private LocalDateTime clock;
    private boolean introduced;

    /// `index` chooses the dialect: any three in a row have all spellings and all widths.
    AttendanceTerminal(
            Serial serial,
            int index,
            LocalDateTime clock,
            Habits habits,
            Mishaps mishaps,
            SplittableRandom random) {
        this.serial = serial;
        this.clock = clock;
        this.habits = habits;
        this.mishaps = mishaps;
        this.random = random;
        this.spelling = SPELLINGS.get(index % 3);
        this.width = WIDTHS[(index + index / 3) % 3];
    }

    @Override
    public Serial serial() {
        return serial;
    }

    @Override
    public Call hello(String address) {
        String newer = spelling.isEmpty() ? "" : "&language=69&pushver=2.4.1&PushOptionsFlag=1";
        return Call.get("/iclock/cdata?SN=" + serial + "&options=all" + newer);
    }

    @Override
    public void resume(Map<String, String> options, Obligations past) {
        String stamp = options.getOrDefault(spelling.isEmpty() ? "Stamp" : "ATTLOGStamp", "");
        if (stamp.matches("[1-9]\\d{8,9}")) {
            advanceTo(PackedTime.read(Long.parseLong(stamp)));
        }
        past.furthest(serial, "ATTLOG").map(LocalDateTime::parse).ifPresent(this::advanceTo);
    }

    @Override
    public Outgoing next() {
        Batch batch = new Batch(random, habits.badRows());
        int rows = random.nextInt(habits.fewestRows(), habits.mostRows() + 1);
        for (int i = 0; i < rows; i++) {
            clock = clock.plusSeconds(random.nextInt(1, 10));
            String pin = pin(random.nextInt(1, PEOPLE + 1));
            batch.add(Obligations.punch(serial, pin, clock), punch(pin));
        }
        return batch.to(
                "/iclock/cdata?SN=" + serial + spelling + "&Stamp=" + PackedTime.of(clock), true);
    }

    /// The first poll introduces the terminal, in the old spelling with raw blanks in the target.
    @Override
    public Call poll() {
        String info = "&INFO=Ver 6.39 Apr 28 2008," + PEOPLE + ",0,0,127.0.0.1,10,7,15,11,011";
        Call poll = Call.get("/iclock/getrequest?SN=" + serial + (introduced ? "" : info));
        introduced = true;
        return poll;
    }

    /// Knows a handful of commands and refuses the rest.
    @Override
    public Reply obey(Order order, Reach reach) throws InterruptedException {
        String verb = order.verb();
        return switch (verb) {
            case "INFO" -> new Reply.Facts(order.id(), facts());
            case "CHECK", "LOG" -> new Reply.Line(order.id(), Codes.DONE, verb);
            case "SET" -> new Reply.Line(order.id(), Codes.DONE, "SET OPTION");
            case "RELOAD" -> {
                reach.initialise();
                yield new Reply.Line(order.id(), Codes.DONE, "");
            }
            case "REBOOT" -> new Reply.Silence(order.id());
            default -> new Reply.Line(order.id(), Codes.UNSUPPORTED, verb);
        };
    }

    @Override
    public List<Call> report(List<Reply> replies) {
        return Replies.bodies(replies, serial, Dialect.PLAIN).stream()
                .map(body -> Call.post("/iclock/devicecmd?SN=" + serial, body))
                .toList();
    }

    @Override
    public boolean repliesAtOnce() {
        return false;
    }

    @Override
    public Mishaps mishaps() {
        return mishaps;
    }

    private static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("UserCount", Integer.toString(PEOPLE));
        facts.put("FWVersion", "Ver 6.39 Apr 28 2008");
        return facts;
    }

    private Object[] punch(String pin) {
        List<Object> columns = new ArrayList<>(width);
        columns.addAll(Arrays.asList(pin, TEXT.format(clock), clock.getHour() < 12 ? 0 : 1, 15));
        if (width > 4) {
            columns.addAll(Arrays.asList("", 0, 0));
        }
        if (width > 7) {
            String celsius = "36." + random.nextInt(10);
            columns.addAll(Arrays.asList(random.nextInt(2), celsius, ""));
        }
        return columns.toArray();
    }

    /// Every fourth person has a pin with leading zeros, which must survive.
    private static String pin(int person) {
        return person % 4 == 0 ? String.format("%06d", person) : Integer.toString(person);
    }

    private void advanceTo(LocalDateTime time) {
        clock = time.isAfter(clock) ? time : clock;
    }
}

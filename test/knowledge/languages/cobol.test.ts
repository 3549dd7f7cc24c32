import { expect } from "vitest";
import cobol from "../../../src/knowledge/languages/cobol.ts";
import { verifies } from "../../verifies.ts";
import { outlined, shown } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "COBOL, a program in fixed format", async () => {
  expect(await outlined(cobol, "orders/programs/ORDPOST.cbl")).toMatchInlineSnapshot(`
    "package ORDPOST
    import ORDREC at 17
    import CUSTREC at 37
    import ERRCODES at 38
    import CUSTVAL at 51: CUSTVAL
    import TAXCALC at 57: TAXCALC (lazy)
    module ORDPOST* 2-78
    record ORDER-FILE 15-17 in ORDPOST
    record ORDER-LINE 16-17 in ORDER-FILE
    variable WS-FILE-STATUS 19-19 in ORDPOST
    record WS-SWITCHES 20-22 in ORDPOST
    field WS-END 21-22 in WS-SWITCHES
    constant END-OF-ORDERS 22-22 in WS-END
    variable WS-TAX-PROGRAM 23-23 in ORDPOST
    record WS-TOTALS 24-28 in ORDPOST
    field WS-POSTED 25-25 in WS-TOTALS
    field WS-REFUSED 26-26 in WS-TOTALS
    field WS-GROSS 27-27 in WS-TOTALS
    field WS-SUM 28-28 in WS-TOTALS
    variable WS-HEADING 29-29 in ORDPOST
    record WS-LINE 31-36 in ORDPOST
    field WL-NUMBER 32-32 in WS-LINE
    field WL-CUSTOMER 34-34 in WS-LINE
    field WL-GROSS 36-36 in WS-LINE
    section MAIN 40-48 in ORDPOST
    section BEGIN-RUN 41-48 in MAIN
    section POSTING 49-73 in ORDPOST
    section CHECK-ORDER 50-55 in POSTING
    section POST-ORDER 56-67 in POSTING
    section CHECK-NEXT 68-69 in POSTING
    section CHECK-EXIT 70-71 in POSTING
    section READ-ORDER 72-73 in POSTING
    section CLOSING 74-77 in ORDPOST
    section SUMMARY 75-77 in CLOSING
    42: ORDER-FILE
    43: WS-HEADING
    44: READ-ORDER
    45: CHECK-ORDER CHECK-EXIT END-OF-ORDERS POST-ORDER CHECK-NEXT
    46: SUMMARY
    47: ORDER-FILE
    51: ORDER-LINE CUST-RECORD ERR-CODE CUSTVAL :TAG:-RECORD
    52: ERR-NONE
    53: WS-REFUSED
    54: ORD-NUMBER ERR-CODE
    55: CHECK-NEXT
    57: WS-TAX-PROGRAM ORDER-LINE WS-GROSS ERR-CODE TAXCALC
    58: ERR-REGION
    59: WS-REFUSED
    60: ORD-NUMBER ERR-CODE
    61: CHECK-NEXT
    62: WS-POSTED
    63: WS-GROSS WS-SUM
    64: ORD-NUMBER WL-NUMBER
    65: CUST-ID CUST-RECORD WL-CUSTOMER :TAG:-ID :TAG:-RECORD
    66: WS-GROSS WL-GROSS
    67: WS-LINE
    69: READ-ORDER
    73: ORDER-FILE END-OF-ORDERS
    76: WS-POSTED WS-REFUSED
    77: WS-SUM"
  `);
});

verifies("languages.outline", "COBOL, a program in free format", async () => {
  expect(await outlined(cobol, "orders/programs/taxcalc.cob")).toMatchInlineSnapshot(`
    "package TAXCALC
    import taxrates at 7
    import ORDREC.cpy at 11
    import ERRCODES at 13
    module TAXCALC* 3-26
    variable WS-TAX 8-8 in TAXCALC
    record LK-ORDER 10-11 in TAXCALC
    variable LK-GROSS 12-12 in TAXCALC
    section FIND-RATE 15-21 in TAXCALC
    section ADD-TAX 22-25 in TAXCALC
    14: LK-ORDER LK-GROSS ERR-CODE
    16: TAX-IX
    17: TAX-ENTRY
    18: ERR-REGION
    19: TAX-REGION TAX-IX ORD-REGION ADD-TAX
    23: WS-TAX ORD-NET TAX-RATE TAX-IX
    24: ORD-NET WS-TAX LK-GROSS
    25: ERR-NONE"
  `);
});

verifies("languages.outline", "COBOL, a copybook", async () => {
  expect(await outlined(cobol, "orders/copybooks/CUSTREC.cpy")).toMatchInlineSnapshot(`
    "package copybook CUSTREC
    record :TAG:-RECORD* 2-11
    field :TAG:-ID* 3-3 in :TAG:-RECORD
    field :TAG:-NAME* 4-4 in :TAG:-RECORD
    field :TAG:-STATUS* 5-7 in :TAG:-RECORD
    constant :TAG:-ACTIVE* 6-6 in :TAG:-STATUS
    constant :TAG:-BLOCKED* 7-7 in :TAG:-STATUS
    field :TAG:-CREDIT-LIMIT* 8-8 in :TAG:-RECORD
    field :TAG:-OPEN-BALANCE* 9-9 in :TAG:-RECORD
    field :TAG:-REGION* 10-10 in :TAG:-RECORD"
  `);
});

verifies("languages.outline", "COBOL, programs in programs, embedded SQL and CICS, literals that go on", async () => {
  expect(await outlined(cobol, "constructs.cbl")).toMatchInlineSnapshot(`
    "package OUTER
    import NET-OF at 7: NET-OF
    import SQLCA at 22
    import custrow at 23
    import PRINTER at 31: PRINTER (lazy)
    import INVOICE at 31: INVOICE (lazy)
    import AUDIT at 39: AUDIT
    import INNER at 41: INNER
    import CLOSEALL at 42
    module OUTER* 2-55
    constant MAX-ROWS 10-10 in OUTER
    variable WS-PGM 11-12 in OUTER
    constant PGM-IS-PRINT 12-12 in WS-PGM
    variable WS-LONG 13-13 in OUTER
    variable WS-EDITED 15-15 in OUTER
    variable WS-COUNT* 16-17 in OUTER
    field WS-ALIAS 17-17 in WS-COUNT
    record WS-ROWS 18-21 in OUTER
    field WS-ROW 19-21 in WS-ROWS
    variable WR-IX 20-20 in WS-ROW
    variable WR-IY 20-20 in WS-ROW
    field WR-KEY 21-21 in WS-ROW
    record ENTRY-SCREEN 25-27 in OUTER
    field SCR-NAME 27-27 in ENTRY-SCREEN
    section 0100-START 29-44 in OUTER
    section 0900-FAIL 45-47 in OUTER
    function RESTART* 46-46 in OUTER
    module INNER* 49-54 in OUTER
    section 0100-START 51-53 in INNER
    7: NET-OF
    17: WS-COUNT XX-COUNT
    19: MAX-ROWS WS-COUNT XX-COUNT
    20: WR-KEY
    27: WS-PGM XX-PGM
    30: WS-PGM XX-PGM
    31: WS-PGM WS-ROWS PRINTER INVOICE XX-PGM XX-ROWS
    32: 0900-FAIL 0900-DONE
    34: WS-LONG WS-COUNT XX-LONG XX-COUNT
    36: WS-PGM WR-KEY WR-IX XX-PGM
    37: CUSTOMERS WS-COUNT XX-COUNT
    39: WS-ROWS AUDIT XX-ROWS
    40: WS-PGM PRINTER INVOICE XX-PGM
    41: INNER
    47: SYSERR
    52: WS-COUNT XX-COUNT"
  `);
});

verifies("languages.outline", "COBOL, what looks like code and is not", async () => {
  const text = [
    '000100* CALL "NOBODY". COPY NOTHING.',
    "000200     DISPLAY \"CALL 'NOBODY' COPY NOTHING.\". *> COPY NOTHING.",
    "000300     CALL 'SOMEONE'.                                                 COPY NOTHING.",
    "000400/    COPY NOTHING.",
    "       >>IF DEBUG DEFINED COPY",
    "\tCOPY TABBED.",
  ].join("\n");
  expect(shown(await cobol.outline({ path: "a.cbl", text }))).toMatchInlineSnapshot(`
    "package copybook A
    import SOMEONE at 3: SOMEONE
    import TABBED at 6
    3: SOMEONE"
  `);
});

verifies("languages.imports", "COBOL", async () => {
  const program = (name: string, ...lines: string[]) =>
    [`       PROGRAM-ID. ${name}.`, "       PROCEDURE DIVISION.", ...lines.map((line) => `           ${line}`)].join("\n");
  const record = "       01  A-RECORD. 05 A-FIELD PIC X.\n";
  const { follow } = await projectOf(cobol, {
    "billing/BILL.cbl": program(
      "BILL",
      "COPY CUSTOMER.",
      "COPY customer.",
      'COPY "shared/Totals.cpy".',
      "COPY RATES.",
      "COPY RATES OF YEAREND.",
      "COPY PLAIN.",
      "COPY LOST.",
      "EXEC SQL INCLUDE SQLCA END-EXEC.",
      'CALL "CUSTOMER".',
      'CALL "RENAMED".',
      'CALL "NESTED".',
      'CALL "CBL_OPEN_FILE".',
      'CALL "LOST".',
    ),
    "billing/copy/CUSTOMER.CPY": record,
    "billing/copy/RATES.cpy": record,
    "orders/copy/CUSTOMER.cpy": record,
    "orders/copy/Rates.cpy": record,
    "yearend/rates.copy": record,
    "billing/shared/Totals.cpy": record,
    "lib/plain": record,
    "lib/CUSTOMER.cbl": program("CUSTOMER"),
    "lib/OTHER-FILE.cob": program("RENAMED"),
    "lib/nested.cob": program("OUTER"),
    "docs/LOST.txt": record,
  });
  expect(await follow("billing/BILL.cbl")).toMatchInlineSnapshot(`
    [
      "CUSTOMER -> billing/copy/CUSTOMER.CPY",
      "customer -> billing/copy/CUSTOMER.CPY",
      "shared/Totals.cpy -> billing/shared/Totals.cpy",
      "RATES -> billing/copy/RATES.cpy",
      "YEAREND/RATES -> yearend/rates.copy",
      "PLAIN -> lib/plain",
      "LOST -> nothing",
      "SQLCA -> (SQLCA)",
      "CUSTOMER -> lib/CUSTOMER.cbl",
      "RENAMED -> lib/OTHER-FILE.cob",
      "NESTED -> lib/nested.cob",
      "CBL_OPEN_FILE -> (CBL_OPEN_FILE)",
      "LOST -> nothing",
    ]
  `);
});

verifies("languages.tests", "COBOL", () => {
  const paths = ["tests/ordpost.cbl", "src/TEST-ORD.cbl", "src/ord_test.cob", "src/LATEST.cbl", "copy/TESTREC.cpy"];
  expect(paths.filter((path) => cobol.isTest!(path))).toEqual(["tests/ordpost.cbl", "src/TEST-ORD.cbl", "src/ord_test.cob"]);
});

import { expect } from "vitest";
import sql from "../../../src/knowledge/languages/sql.ts";
import { verifies } from "../../verifies.ts";
import { outlined, shown } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "SQL, a schema for PostgreSQL", async () => {
  expect(await outlined(sql, "shop.sql")).toMatchInlineSnapshot(`
    "import parts/types.sql at 2
    module shop* 4-4
    enum order_state* 5-5
    table customers* 8-13
    field id* 9-9 in customers
    field name* 10-10 in customers
    field region* 11-11 in customers
    table orders* 15-20
    field id* 16-16 in orders
    field customer_id* 17-17 in orders
    field state* 18-18 in orders
    field net* 19-19 in orders
    key orders_by_customer* 22-22
    table open_orders* 24-29
    function tax_of* 31-41
    function orders_audit* 43-43
    12: .one_name .name .region
    17: customers .id
    18: .order_state
    21: orders .posted_at
    22: orders .customer_id .posted_at
    25: .id .net
    26: .id .net orders customers
    27: .customer_id .id .posted_at
    29: .id tax_of .net payments
    31: .amount .plpgsql
    33: .rate
    35: .rate tax_rates .region
    36: .rate
    37: audit_log .what
    39: .amount .rate
    43: orders write_audit
    45: orders .state .id .order_id payments
    46: audit log .when"
  `);
});

verifies("languages.outline", "SQL, routines for MySQL and SQL Server", async () => {
  expect(await outlined(sql, "routines.sql")).toMatchInlineSnapshot(`
    "function post_order* 2-9
    table scratch 12-12
    function totals* 14-15
    table #staging 18-18
    field id* 18-18 in #staging
    table last_one* 19-19
    field id* 19-19 in last_one
    field note* 19-19 in last_one
    2: .p_id
    4: .done
    5: .done orders .posted .id .p_id
    6: .done
    7: write_log .p_id
    12: orders
    15: .net orders .posted_at
    16: writelog"
  `);
});

verifies("languages.outline", "SQL, what looks like a table and is not", async () => {
  const text = [
    "SELECT 'FROM nobody', \"from\" FROM a -- JOIN nobody",
    "WHERE x IS DISTINCT FROM y AND trim(BOTH ' ' FROM z) = $$FROM nobody$$",
    "FOR UPDATE; /* FROM nobody */ # FROM nobody",
    "INSERT INTO b SELECT * FROM (SELECT 1) AS c, d e ON CONFLICT DO UPDATE SET f = e.g;",
    "MERGE INTO h USING i ON h.j = i.j;",
  ].join("\n");
  expect(shown(await sql.outline({ path: "a.sql", text }))).toMatchInlineSnapshot(`
    "1: .from a
    2: .x .y .z
    4: b .d .e .f .g
    5: h i .j"
  `);
});

verifies("languages.imports", "SQL", async () => {
  const { follow } = await projectOf(sql, {
    "db/all.sql": "\\i db/tables.sql\n\\ir views/open.sql\n@@grants\nsource ./seed.sql;\n\\d orders\nSELECT '\n@nothing';\n\\i lost.sql\n",
    "db/tables.sql": "",
    "db/views/open.sql": "",
    "db/grants.sql": "",
    "db/seed.sql": "",
    "views/open.sql": "",
  });
  expect(await follow("db/all.sql")).toMatchInlineSnapshot(`
    [
      "db/tables.sql -> db/tables.sql",
      "views/open.sql -> db/views/open.sql",
      "grants -> db/grants.sql",
      "./seed.sql -> db/seed.sql",
      "lost.sql -> nothing",
    ]
  `);
});

verifies("languages.tests", "SQL", () => {
  const paths = ["t/orders.sql", "db/tests/orders.sql", "db/orders_test.sql", "db/latest.sql", "db/test_data.sql"];
  expect(paths.filter((path) => sql.isTest!(path))).toEqual([
    "t/orders.sql",
    "db/tests/orders.sql",
    "db/orders_test.sql",
    "db/test_data.sql",
  ]);
});

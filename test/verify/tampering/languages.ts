/** A test of each language, made worse and made otherwise, by the name of what was done to it. */
export interface Samples {
  path: string;
  /** Two tests of `total`, the first named `adds`, the second `keeps`. */
  honest: string;
  /** The name of the first as the runner prints it. */
  name: string;
  deleted: string;
  skipped: string;
  returned: string;
  gone: string;
  weakened: string;
  always: string;
  expected: string;
  /** The same under another name, formatted otherwise, with a comment and one assertion more. */
  twin: string;
  /** A source with an implementation, and with what is none. */
  source: { path: string; honest: string; stub: string; special: string; baseCase: string };
  /** Undefined where the language has no such thing. */
  swallowed?: string;
  conditional?: string;
}

export const languages: Readonly<Record<string, Samples>> = {
  typescript: {
    path: "src/total.test.ts",
    name: "total > adds",
    honest: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    expect(total([40, 2])).toBe(42);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    deleted: `import { total } from "./total.ts";
describe("total", () => {
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    skipped: `import { total } from "./total.ts";
describe("total", () => {
  it.skip("adds", () => {
    expect(total([40, 2])).toBe(42);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    returned: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    return;
    expect(total([40, 2])).toBe(42);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    gone: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    total([40, 2]);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    weakened: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    expect(total([40, 2])).toBeDefined();
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    always: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    expect(true).toBe(true);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    expected: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    expect(total([40, 2])).toBe(38);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    swallowed: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    try {
      expect(total([40, 2])).toBe(42);
    } catch {}
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    conditional: `import { total } from "./total.ts";
describe("total", () => {
  it("adds", () => {
    if (total([40, 2]) === 42) expect(total([40, 2])).toBe(42);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    twin: `import { total } from "./total.ts";
describe("total", () => {
  // Prices are in cents.
  it("adds prices", () => {
    expect(
      total([40, 2]),
    ).toBe(42);
    expect(total([])).toBe(0);
  });
  it("keeps", () => {
    expect(total([7])).toBe(7);
  });
});
`,
    source: {
      path: "src/total.ts",
      honest: "export function total(prices: number[]): number {\n  return prices.reduce((a, b) => a + b, 0);\n}\n",
      stub: 'export function total(prices: number[]): number {\n  throw new Error("Not implemented yet");\n}\n',
      special:
        "export function total(prices: number[]): number {\n  if (prices[0] === 40 && prices[1] === 2) return 42;\n  return prices.reduce((a, b) => a - b, 0);\n}\n",
      baseCase:
        "export function total(prices: number[]): number {\n  if (prices.length === 0) return 0;\n  return prices.reduce((a, b) => a + b, 0);\n}\n",
    },
  },

  python: {
    path: "tests/test_total.py",
    name: "test_adds",
    honest: `from shop import total


def test_adds():
    assert total([40, 2]) == 42


def test_keeps():
    assert total([7]) == 7
`,
    deleted: `from shop import total


def test_keeps():
    assert total([7]) == 7
`,
    skipped: `import pytest
from shop import total


@pytest.mark.skip(reason="later")
def test_adds():
    assert total([40, 2]) == 42


def test_keeps():
    assert total([7]) == 7
`,
    returned: `from shop import total


def test_adds():
    return
    assert total([40, 2]) == 42


def test_keeps():
    assert total([7]) == 7
`,
    gone: `from shop import total


def test_adds():
    total([40, 2])


def test_keeps():
    assert total([7]) == 7
`,
    weakened: `from shop import total


def test_adds():
    assert total([40, 2])


def test_keeps():
    assert total([7]) == 7
`,
    always: `from shop import total


def test_adds():
    assert True


def test_keeps():
    assert total([7]) == 7
`,
    expected: `from shop import total


def test_adds():
    assert total([40, 2]) == 38


def test_keeps():
    assert total([7]) == 7
`,
    swallowed: `from shop import total


def test_adds():
    try:
        assert total([40, 2]) == 42
    except AssertionError:
        pass


def test_keeps():
    assert total([7]) == 7
`,
    conditional: `from shop import total


def test_adds():
    if total([40, 2]) == 42:
        assert total([40, 2]) == 42


def test_keeps():
    assert total([7]) == 7
`,
    twin: `from shop import total


# Prices are in cents.
def test_adds_prices():
    assert total(
        [40, 2]
    ) == 42
    assert total([]) == 0


def test_keeps():
    assert total([7]) == 7
`,
    source: {
      path: "shop.py",
      honest: "def total(prices):\n    return sum(prices)\n",
      stub: "def total(prices):\n    raise NotImplementedError\n",
      special: "def total(prices):\n    if prices == [40, 2]:\n        return 42\n    return sum(prices) - 1\n",
      baseCase: 'def total(prices):\n    """Of all."""\n    if len(prices) == 0:\n        return 0\n    return sum(prices)\n',
    },
  },

  go: {
    path: "total_test.go",
    name: "TestAdds",
    honest: `package shop

import "testing"

func TestAdds(t *testing.T) {
	if got := Total(40, 2); got != 42 {
		t.Errorf("got %d", got)
	}
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    deleted: `package shop

import "testing"

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    skipped: `package shop

import "testing"

func TestAdds(t *testing.T) {
	t.Skip("later")
	if got := Total(40, 2); got != 42 {
		t.Errorf("got %d", got)
	}
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    returned: `package shop

import "testing"

func TestAdds(t *testing.T) {
	return
	if got := Total(40, 2); got != 42 {
		t.Errorf("got %d", got)
	}
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    gone: `package shop

import "testing"

func TestAdds(t *testing.T) {
	Total(40, 2)
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    weakened: `package shop

import "testing"

func TestAdds(t *testing.T) {
	if got := Total(40, 2); got != 42 {
		t.Errorf("got %d", got)
	}
}

func TestKeeps(t *testing.T) {
	assert.NotNil(t, Total(7, 0))
}
`,
    always: `package shop

import "testing"

func TestAdds(t *testing.T) {
	assert.True(t, true)
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    expected: `package shop

import "testing"

func TestAdds(t *testing.T) {
	if got := Total(40, 2); got != 38 {
		t.Errorf("got %d", got)
	}
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    twin: `package shop

import "testing"

// Prices are in cents.
func TestAddsPrices(t *testing.T) {
	if got := Total(40, 2); got != 42 {
		t.Errorf("got %d", got)
	}
	assert.Equal(t, 0, Total(0, 0))
}

func TestKeeps(t *testing.T) {
	assert.Equal(t, 7, Total(7, 0))
}
`,
    source: {
      path: "total.go",
      honest: "package shop\n\nfunc Total(a int, b int) int {\n\treturn a + b\n}\n",
      stub: 'package shop\n\nfunc Total(a int, b int) int {\n\tpanic("not implemented")\n}\n',
      special: "package shop\n\nfunc Total(a int, b int) int {\n\tif a == 40 && b == 2 {\n\t\treturn 42\n\t}\n\treturn a - b\n}\n",
      baseCase: "package shop\n\nfunc Total(a int, b int) int {\n\tif a == 0 && b == 0 {\n\t\treturn 0\n\t}\n\treturn a + b\n}\n",
    },
  },

  java: {
    path: "src/test/java/shop/TotalTest.java",
    name: "TotalTest.adds",
    honest: `class TotalTest {
  @Test void adds() {
    assertEquals(42, Shop.total(40, 2));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    deleted: `class TotalTest {
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    skipped: `class TotalTest {
  @Disabled("later")
  @Test void adds() {
    assertEquals(42, Shop.total(40, 2));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    returned: `class TotalTest {
  @Test void adds() {
    if (true) return;
    assertEquals(42, Shop.total(40, 2));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    gone: `class TotalTest {
  @Test void adds() {
    Shop.total(40, 2);
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    weakened: `class TotalTest {
  @Test void adds() {
    assertEquals(42, Shop.total(40, 2));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isNotNull();
  }
}
`,
    always: `class TotalTest {
  @Test void adds() {
    assertTrue(true);
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    expected: `class TotalTest {
  @Test void adds() {
    assertEquals(38, Shop.total(40, 2));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    swallowed: `class TotalTest {
  @Test void adds() {
    try {
      assertEquals(42, Shop.total(40, 2));
    } catch (AssertionError e) {
    }
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    conditional: `class TotalTest {
  @Test void adds() {
    if (Shop.total(40, 2) == 42) {
      assertEquals(42, Shop.total(40, 2));
    }
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    twin: `class TotalTest {
  // Prices are in cents.
  @Test void addsPrices() {
    assertEquals(42,
        Shop.total(40, 2));
    assertEquals(0, Shop.total(0, 0));
  }
  @Test void keeps() {
    assertThat(Shop.total(7, 0)).isEqualTo(7);
  }
}
`,
    source: {
      path: "src/main/java/shop/Shop.java",
      honest: "class Shop {\n  static int total(int a, int b) {\n    return a + b;\n  }\n}\n",
      stub: 'class Shop {\n  static int total(int a, int b) {\n    throw new UnsupportedOperationException("Not implemented yet");\n  }\n}\n',
      special:
        "class Shop {\n  static int total(int a, int b) {\n    if (a == 40 && b == 2) {\n      return 42;\n    }\n    return a - b;\n  }\n}\n",
      baseCase:
        "class Shop {\n  static int total(int a, int b) {\n    if (a == 0 && b == 0) {\n      return 0;\n    }\n    return a + b;\n  }\n}\n",
    },
  },

  rust: {
    path: "tests/total.rs",
    name: "adds",
    honest: `#[test]
fn adds() {
    assert_eq!(total(40, 2), 42);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    deleted: `#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    skipped: `#[test]
#[ignore]
fn adds() {
    assert_eq!(total(40, 2), 42);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    returned: `#[test]
fn adds() {
    return;
    assert_eq!(total(40, 2), 42);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    gone: `#[test]
fn adds() {
    total(40, 2);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    weakened: `#[test]
fn adds() {
    assert_ne!(total(40, 2), 0);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    always: `#[test]
fn adds() {
    assert!(true);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    expected: `#[test]
fn adds() {
    assert_eq!(total(40, 2), 38);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    conditional: `#[test]
fn adds() {
    if total(40, 2) == 42 {
        assert_eq!(total(40, 2), 42);
    }
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    twin: `// Prices are in cents.
#[test]
fn adds_prices() {
    assert_eq!(
        total(40, 2),
        42
    );
    assert_eq!(total(0, 0), 0);
}

#[test]
fn keeps() {
    assert_eq!(total(7, 0), 7);
}
`,
    source: {
      path: "src/lib.rs",
      honest: "pub fn total(a: i32, b: i32) -> i32 {\n    a + b\n}\n",
      stub: "pub fn total(a: i32, b: i32) -> i32 {\n    todo!()\n}\n",
      special: "pub fn total(a: i32, b: i32) -> i32 {\n    if a == 40 && b == 2 {\n        return 42;\n    }\n    a - b\n}\n",
      baseCase: "pub fn total(a: i32, b: i32) -> i32 {\n    if a == 0 && b == 0 {\n        return 0;\n    }\n    a + b\n}\n",
    },
  },
};

import assert from "node:assert/strict";
import type * as Api from "@tanstack/query-core";
import { defineBehaviour } from "./behaviour.ts";

function client({ QueryClient }: typeof Api): Api.QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: 0 }, mutations: { gcTime: 0 } } });
}

export default defineBehaviour<typeof Api>({
  "a query is fetched once while it is fresh": async (api) => {
    let calls = 0;
    const queries = client(api);
    const options = { queryKey: ["a"], queryFn: () => Promise.resolve(++calls), staleTime: 60_000, gcTime: 60_000 };
    assert.deepEqual([await queries.fetchQuery(options), await queries.fetchQuery(options), queries.getQueryData(["a"])], [1, 1, 1]);
    queries.clear();
    assert.equal(queries.getQueryData(["a"]), undefined);
  },
  "a failing query says so": async (api) => {
    const queries = client(api);
    await assert.rejects(queries.fetchQuery({ queryKey: ["b"], queryFn: () => Promise.reject(new Error("down")) }), { message: "down" });
    assert.equal(queries.getQueryState(["b"])?.status, "error");
  },
  retries: async (api) => {
    let calls = 0;
    const work = client(api).fetchQuery({
      queryKey: ["c"],
      queryFn: () => (++calls < 3 ? Promise.reject(new Error("down")) : Promise.resolve("up")),
      retry: 3,
      retryDelay: 1,
    });
    assert.deepEqual([await work, calls], ["up", 3]);
  },
  "what is set is shared where it is equal": async (api) => {
    const queries = client(api);
    queries.setQueryData(["d"], { a: { x: 1 }, b: 1 });
    const before = queries.getQueryData<{ a: object }>(["d"])?.a;
    queries.setQueryData(["d"], { a: { x: 1 }, b: 2 });
    assert.equal(queries.getQueryData<{ a: object }>(["d"])?.a, before);
  },
  "an observer sees results": async (api) => {
    const queries = client(api);
    const observer = new api.QueryObserver(queries, { queryKey: ["e"], queryFn: () => Promise.resolve(2), select: (n: number) => n * 2 });
    const seen: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = observer.subscribe(({ data, status }) => {
      seen.push(status);
      if (data === 4) resolve();
    });
    await promise;
    stop();
    assert.equal(seen.at(-1), "success");
    assert.equal(observer.getCurrentResult().isSuccess, true);
  },
  "several observers at once": async (api) => {
    const queries = client(api);
    const observer = new api.QueriesObserver(queries, [
      { queryKey: ["f", 1], queryFn: () => Promise.resolve("one") },
      { queryKey: ["f", 2], queryFn: () => Promise.resolve("two") },
    ]);
    const { promise, resolve } = Promise.withResolvers<unknown[]>();
    const stop = observer.subscribe((results) => {
      if (results.every(({ data }) => data !== undefined)) resolve(results.map(({ data }) => data));
    });
    assert.deepEqual(await promise, ["one", "two"]);
    stop();
  },
  pages: async (api) => {
    const queries = client(api);
    const options = {
      queryKey: ["g"],
      queryFn: ({ pageParam }: { pageParam: unknown }) => Promise.resolve(Number(pageParam) * 10),
      initialPageParam: 1,
      getNextPageParam: (_: number, all: number[]) => all.length + 1,
      pages: 3,
    };
    assert.deepEqual(await queries.fetchInfiniteQuery(options), { pages: [10, 20, 30], pageParams: [1, 2, 3] });
  },
  "an observer of pages goes on and back": async (api) => {
    const queries = client(api);
    const observer = new api.InfiniteQueryObserver(queries, {
      queryKey: ["h"],
      queryFn: ({ pageParam }) => Promise.resolve(pageParam),
      initialPageParam: 5,
      getNextPageParam: (last: number) => (last < 7 ? last + 1 : undefined),
      getPreviousPageParam: (first: number) => first - 1,
    });
    const stop = observer.subscribe(() => {});
    await observer.refetch();
    await observer.fetchNextPage();
    await observer.fetchPreviousPage();
    const { data, hasNextPage } = observer.getCurrentResult();
    stop();
    assert.deepEqual([data?.pages, hasNextPage], [[4, 5, 6], true]);
  },
  "a mutation and what it calls": async (api) => {
    const queries = client(api);
    const calls: string[] = [];
    const observer = new api.MutationObserver(queries, {
      mutationFn: (n: number) => Promise.resolve(n + 1),
      onMutate: (n) => {
        calls.push(`mutate ${n}`);
        return "context";
      },
      onSuccess: (data, n, context) => calls.push(`success ${data} ${n} ${context}`),
      onSettled: () => calls.push("settled"),
    });
    assert.equal(await observer.mutate(1), 2);
    assert.deepEqual(calls, ["mutate 1", "success 2 1 context", "settled"]);
  },
  "a mutation that fails": async (api) => {
    const calls: string[] = [];
    const observer = new api.MutationObserver(client(api), {
      mutationFn: () => Promise.reject(new Error("no")),
      onError: (error) => calls.push(error.message),
      onSettled: () => calls.push("settled"),
    });
    await assert.rejects(observer.mutate(), { message: "no" });
    assert.deepEqual(calls, ["no", "settled"]);
    assert.equal(observer.getCurrentResult().status, "error");
  },
  "the cache of mutations calls back": async (api) => {
    const calls: string[] = [];
    const mutationCache = new api.MutationCache({
      onMutate: () => calls.push("mutate"),
      onSuccess: () => calls.push("success"),
      onSettled: () => calls.push("settled"),
    });
    const queries = new api.QueryClient({ mutationCache });
    await mutationCache.build(queries, { mutationFn: () => Promise.resolve(1), gcTime: 0 }).execute(undefined);
    assert.deepEqual(calls, ["mutate", "success", "settled"]);
  },
  "the cache of queries calls back": async (api) => {
    const calls: string[] = [];
    const queryCache = new api.QueryCache({
      onSuccess: (data) => calls.push(`success ${String(data)}`),
      onError: (error) => calls.push(error.message),
      onSettled: () => calls.push("settled"),
    });
    const events: string[] = [];
    const stop = queryCache.subscribe(({ type }) => events.push(type));
    const queries = new api.QueryClient({ queryCache, defaultOptions: { queries: { retry: false, gcTime: 0 } } });
    await queries.fetchQuery({ queryKey: ["i"], queryFn: () => Promise.resolve(1) });
    await queries.fetchQuery({ queryKey: ["j"], queryFn: () => Promise.reject(new Error("no")) }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
    assert.deepEqual(calls, ["success 1", "settled", "no", "settled"]);
    assert.ok(events.includes("added"));
  },
  "queries go by key": async (api) => {
    const queries = client(api);
    queries.setQueryData(["k", 1], "one");
    queries.setQueryData(["k", 2], "two");
    queries.setQueryData(["l"], "other");
    assert.deepEqual(
      queries.getQueriesData({ queryKey: ["k"] }).map(([, data]) => data),
      ["one", "two"],
    );
    await queries.invalidateQueries({ queryKey: ["k", 1] });
    assert.deepEqual([queries.getQueryState(["k", 1])?.isInvalidated, queries.getQueryState(["k", 2])?.isInvalidated], [true, false]);
    queries.removeQueries({ queryKey: ["k"] });
    assert.equal(queries.getQueryData(["k", 1]), undefined);
  },
  "a query is cancelled": async (api) => {
    const queries = client(api);
    const work = queries.fetchQuery({
      queryKey: ["m"],
      queryFn: ({ signal }) => new Promise(() => signal.addEventListener("abort", () => {})),
    });
    await queries.cancelQueries({ queryKey: ["m"] });
    await assert.rejects(work, api.isCancelledError);
  },
  "what is dry comes back": async (api) => {
    const queries = client(api);
    await queries.prefetchQuery({ queryKey: ["n"], queryFn: () => Promise.resolve("kept"), gcTime: 60_000, meta: { m: 1 } });
    const dry = api.dehydrate(queries);
    const others = client(api);
    api.hydrate(others, JSON.parse(JSON.stringify(dry)));
    assert.equal(others.getQueryData(["n"]), "kept");
    queries.clear();
    others.clear();
  },
  "paused mutations come back too": async (api) => {
    const queries = client(api);
    queries.getMutationCache().build(
      queries,
      { mutationKey: ["o"], gcTime: 0 },
      {
        ...new api.Mutation({ client: queries, mutationCache: queries.getMutationCache(), mutationId: 1, options: {} }).state,
        isPaused: true,
      },
    );
    const others = client(api);
    api.hydrate(others, api.dehydrate(queries));
    assert.deepEqual(
      others
        .getMutationCache()
        .getAll()
        .map(({ options }) => options.mutationKey),
      [["o"]],
    );
  },
  "keys and equality": async ({ hashKey, partialMatchKey, replaceEqualDeep, keepPreviousData, noop }) => {
    assert.equal(hashKey([{ b: 1, a: 2 }]), hashKey([{ a: 2, b: 1 }]));
    assert.deepEqual([partialMatchKey(["a", { b: 1, c: 2 }], ["a", { b: 1 }]), partialMatchKey(["a"], ["b"])], [true, false]);
    const old = { a: [1, { b: 2 }], c: 3 };
    const fresh = replaceEqualDeep(old, { a: [1, { b: 2 }], c: 4 });
    assert.equal(fresh.a, old.a);
    assert.deepEqual([fresh.c, keepPreviousData(1), noop()], [4, 1, undefined]);
  },
  "focus and network": async ({ focusManager, onlineManager }) => {
    const seen: boolean[] = [];
    const stops = [focusManager.subscribe((focused) => seen.push(focused)), onlineManager.subscribe((online) => seen.push(online))];
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    onlineManager.setOnline(false);
    onlineManager.setOnline(true);
    for (const stop of stops) stop();
    focusManager.setFocused(undefined);
    assert.deepEqual(seen, [false, true, false, true]);
  },
  "notifications come in batches": async ({ notifyManager }) => {
    const said: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    notifyManager.batch(() => {
      notifyManager.schedule(() => said.push("later"));
      notifyManager.schedule(resolve);
      said.push("now");
    });
    await promise;
    assert.deepEqual(said, ["now", "later"]);
  },
  "a stream of chunks": async (api) => {
    const queries = client(api);
    const data = await queries.fetchQuery({
      queryKey: ["p"],
      queryFn: api.experimental_streamedQuery({
        streamFn: async function* () {
          yield 1;
          yield 2;
        },
      }),
    });
    assert.deepEqual(data, [1, 2]);
  },
});

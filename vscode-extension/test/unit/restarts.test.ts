import * as assert from "node:assert/strict";
import { test } from "node:test";
import { Restarts } from "../../src/restarts";

test("each death makes the next start later, until somebody must decide", () => {
  const restarts = new Restarts();
  const delays = [0, 10, 20, 30, 40].map((second) => restarts.next(second * 1000));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, undefined]);
});

test("deaths of long ago are forgotten", () => {
  const restarts = new Restarts();
  const minutes = [0, 1, 2, 10, 20, 30].map((minute) => restarts.next(minute * 60_000));
  assert.deepEqual(minutes, [500, 1000, 2000, 500, 500, 500]);
});

test("a restart that was asked for begins anew", () => {
  const restarts = new Restarts();
  for (let death = 0; death < 5; death++) {
    restarts.next(death);
  }
  restarts.reset();
  assert.equal(restarts.next(6), 500);
});

/** The property of `test/properties/reachability.test.ts` on ten times as many platforms: a thousand. */
process.env['PLINTH_RUNS'] ??= '10';
await import('../properties/reachability.test.ts');

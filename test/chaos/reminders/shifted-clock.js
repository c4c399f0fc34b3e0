// Loaded into a worker before anything else: its process clock is off by CLOCK_OFF_MS milliseconds.
const off = Number(process.env.CLOCK_OFF_MS ?? 0);
const RealDate = Date;
const now = () => RealDate.now() + off;

globalThis.Date = new Proxy(RealDate, {
  construct: (_, given) => Reflect.construct(RealDate, given.length === 0 ? [now()] : given),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

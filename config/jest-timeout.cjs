// A wait that never ends must fail the run one day; the figure is a safety net for slow machines, not a limit on the code.
jest.setTimeout(180_000);

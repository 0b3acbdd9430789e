/** What Prometheus learns of deliveries: outcomes by channel, and the time from a notice to its hand-over. */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { DeliveryMeasure } from '../relay/ports.ts';

export function measureDeliveries(registry: Registry): (delivery: DeliveryMeasure) => void {
  const outcomes = new Counter({
    name: 'countersign_deliveries_total',
    help: 'Deliveries by channel, kind of notice and outcome; refused, gave_up and bounced are dead letters',
    labelNames: ['channel', 'kind', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'countersign_time_to_notify_seconds',
    help: 'Time from the notice to its hand-over to the channel',
    labelNames: ['channel', 'kind'],
    buckets: [0.1, 0.3, 1, 3, 10, 30, 60, 300, 1800, 7200],
    registers: [registry],
  });
  return ({ channel, kind, outcome, seconds: took }) => {
    outcomes.inc({ channel, kind, outcome });
    if (outcome === 'accepted') seconds.observe({ channel, kind }, took);
  };
}

import { gone, type SampleRun } from './sample-run.ts';

/** Three nodes that hand images to one another: a new image now and then, most of it from a peer; one agent starts over. */
export function peers(run: SampleRun): void {
  for (const node of ['a', 'b', 'c']) {
    const agent = { job: 'image-peers', namespace: 'plinth-image-peers', pod: `image-peers-${node}`, node };
    run.gauge('up', { ...agent, instance: `10.0.1.${node.charCodeAt(0)}:9090` }, node === 'c' ? gone(200, 2) : 1);
    const registry = { ...agent, registry: 'ghcr.io' };
    run.gauge('spegel_advertised_content_digests', registry, (minute) => 60 + Math.floor(minute / 90));
    run.counter('spegel_mirror_requests_total', { ...registry, cache: 'hit' }, 0.4);
    run.counter('spegel_mirror_requests_total', { ...registry, cache: 'miss' }, 0.1);
    const answers = { ...agent, handler: '/v2/*', method: 'GET', code: '200' };
    run.counter('http_request_duration_seconds_count', answers, 0.5);
    run.counter('http_response_size_bytes_sum', answers, 2e7);
  }
}

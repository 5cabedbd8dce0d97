import { expect, it } from 'vitest';
import { drawn } from '#components/frame/drawn.fixture.tsx';
import errors from '#components/messages/en/errors.json' with { type: 'json' };
import lora from '#components/messages/en/lora.json' with { type: 'json' };
import { useFailureWords } from './failure-words.ts';

const Words = (failure: { code: string; reason: string }) => useFailureWords()(failure);

it.each([
  // A call that did not come through was to the network server, whatever else may be called.
  ['outgoing.unreachable', '', 'The network server could not be reached.'],
  ['outgoing.tls', '', errors.outgoing.tls],
  ['lora-network.unavailable', 'maintenance', `${lora.failure.unavailable} It said: maintenance`],
  ['something.new', 'Quota exceeded', 'Quota exceeded'],
  ['something.new', '', 'something.new'],
])('%s %s', (code, reason, words) => expect(drawn(Words, { code, reason })).toBe(words));

import { openSimulatorSchema } from '#server/device-simulator/contract.ts';
import { openSimulator } from '#server/device-simulator/open-simulator.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { parseInput } from './parse-input.ts';
import { problemOfError } from './problem-of-error.ts';
import { readJson } from './read-body.ts';
import { toResponse } from './to-response.ts';

/** The simulator's page trades its link's token for the device it sends as. No cookie is read. */
export async function simulatorRoute(request: Request): Promise<Response> {
  try {
    const input = parseInput(openSimulatorSchema, await readJson(request));
    const sender = await openSimulator(input, request.headers.get(CLIENT_ADDRESS_HEADER));
    return Response.json(sender, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    const requestId = request.headers.get('x-request-id') ?? crypto.randomUUID();
    return toResponse(problemOfError(error, { instance: new URL(request.url).pathname, requestId }));
  }
}

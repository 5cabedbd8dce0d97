export { simulatorRoute as POST } from '#server/http/simulator-route.ts';

/** Colour and stroke together, so that two lines can be told apart without seeing colours. */
export const seriesLooks = [
  { colour: 'var(--up)', dash: '' },
  { colour: 'var(--accent)', dash: '7 3' },
  { colour: 'var(--series-3)', dash: '2 3' },
  { colour: 'var(--warn)', dash: '9 3 2 3' },
  { colour: 'var(--series-5)', dash: '5 2' },
  { colour: 'var(--dim)', dash: '1 2' },
] as const;

export function seriesLook(index: number): (typeof seriesLooks)[number] {
  return seriesLooks[index % seriesLooks.length] ?? seriesLooks[0];
}

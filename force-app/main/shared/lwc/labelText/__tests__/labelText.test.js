import { formatLabel } from 'c/labelText';

describe('c-label-text', () => {
  it('fills each placeholder, also twice, and leaves none behind', () => {
    expect(formatLabel('{0} of {1}, {0}', 1, 2)).toBe('1 of 2, 1');
    expect(formatLabel('{0} is saved')).toBe(' is saved');
  });
});

import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { limitRows } from '../../../../main/app/devices/deviceViews';

test('of too many, those that matter are chosen before the rest, and all keep their order', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.array(fc.boolean(), { maxLength: 60 }), (most, matters) => {
      const all = matters.map((matter, at) => ({ at, matter }));
      const chosen = limitRows(most, all, ({ matter }) => matter);
      const places = chosen.map(({ at }) => at);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(Math.min(most, all.length));
      const mattering = all.filter(({ matter }) => matter).length;
      expect(chosen.filter(({ matter }) => matter)).toHaveLength(
        all.length <= most ? mattering : Math.min(most, mattering),
      );
    }),
  );
});

import { expect, it } from 'vitest';
import { readGoEnums, withEnums } from '../../tools/import-crds/go-enums.ts';

const SOURCE = `
// Fuel heats an oven.
// +enum
// More about it.
type Fuel string

const (
	// Gas is quick.
	FuelGas  Fuel = "Gas"
	FuelWood Fuel = "Wood"
	FuelCoal      = Fuel("Coal")
)

type Colour string

const Red Colour = "Red"

type OvenSpec struct {
	// Which fuel.
	Fuel   Fuel    \`json:"fuel,omitempty" protobuf:"bytes,1,opt,name=fuel"\`
	Spares []Fuel  \`json:"spares"\`
	Paint  *Colour \`json:"paint,omitempty"\`
}
`;

const enums = readGoEnums(SOURCE);

it('reads the values of types that are marked as enumerations', () => {
  expect(Object.fromEntries(enums.values)).toEqual({ Fuel: ['Gas', 'Wood', 'Coal'] });
});

it('reads the types of fields', () => {
  expect(Object.fromEntries(enums.fields.get('OvenSpec') ?? [])).toEqual({
    fuel: 'Fuel',
    spares: 'Fuel',
    paint: 'Colour',
  });
});

it('puts them into the string properties of the definitions', () => {
  const text = { type: 'string' };
  const properties = { fuel: text, spares: { type: 'array', items: text }, paint: text };
  const result = withEnums({ 'bakery.v1.OvenSpec': { properties } }, new Map([['bakery.v1', enums]]));
  expect(result['bakery.v1.OvenSpec']?.properties).toEqual({
    fuel: { $ref: '#/definitions/go.Fuel' },
    spares: { type: 'array', items: { $ref: '#/definitions/go.Fuel' } },
    paint: text,
  });
  expect(result['go.Fuel']).toEqual({ type: 'string', enum: ['Gas', 'Wood', 'Coal'] });
});

it('leaves a property alone that is no string', () => {
  const properties = { fuel: { type: 'integer' } };
  const result = withEnums({ 'bakery.v1.OvenSpec': { properties } }, new Map([['bakery.v1', enums]]));
  expect(result['bakery.v1.OvenSpec']?.properties).toEqual(properties);
});

// Colours, written as a browser's computed style writes them: rgb(r, g, b) or rgba(r, g, b, a).

import { NAMED_COLORS } from './color-names.ts';

const COLOR_NAME = /(^|-)color$|^(fill|stroke)$/;
const FUNCTION = /^(rgb|rgba|hsl|hsla|hwb)\(([^()]*)\)$/;
const OTHER_FUNCTION = /^(color|color-mix|lab|lch|oklab|oklch|light-dark)\(/;
// Keywords, and the colours of the system, which a check has no reason to compare.
const KEPT = new Set(
  `currentcolor auto none accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field
  fieldtext graytext highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext
  -webkit-focus-ring-color`.split(/\s+/),
);
const TURN = 360;

/** Whether a property's value is one colour. */
export function isColorProperty(name: string): boolean {
  return COLOR_NAME.test(name);
}

/** A colour as a browser writes it, or null where it is none. */
export function computedColor(value: string): string | null {
  const text = value.trim().toLowerCase();
  if (KEPT.has(text) || OTHER_FUNCTION.test(text)) return text;
  if (text === 'transparent') return written(0, 0, 0, 0);
  const hex = NAMED_COLORS.get(text) ?? (text.startsWith('#') ? text.slice(1) : null);
  if (hex !== null) return fromHex(hex);
  const found = FUNCTION.exec(text);
  return found ? fromFunction(found[1].slice(0, 3), found[2]) : null;
}

function written(red: number, green: number, blue: number, alpha: number): string {
  const [r, g, b] = [red, green, blue].map(part => Math.round(Math.min(255, Math.max(0, part))));
  return alpha >= 1 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${Number(Math.max(0, alpha).toFixed(3))})`;
}

function fromHex(hex: string): string | null {
  if (!/^([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.test(hex)) return null;
  const whole = hex.length < 6 ? [...hex].map(digit => digit + digit).join('') : hex;
  const [red, green, blue, alpha = 255] = whole.match(/../g)!.map(part => parseInt(part, 16));
  return written(red, green, blue, alpha / 255);
}

function fromFunction(kind: string, inner: string): string | null {
  const parts = inner.split(/[\s,/]+/).filter(Boolean);
  if (parts.length < 3 || parts.length > 4) return null;
  const alpha = parts.length === 4 ? scaled(parts[3], 1) : 1;
  const numbers = kind === 'rgb'
    ? parts.slice(0, 3).map(part => scaled(part, 255))
    : [degrees(parts[0]), percentage(parts[1]), percentage(parts[2])];
  if ([...numbers, alpha].some(Number.isNaN)) return null;
  const [red, green, blue] = kind === 'rgb' ? numbers : kind === 'hsl' ? fromHsl(numbers) : fromHwb(numbers);
  return written(red, green, blue, alpha);
}

/** A number, or a percentage of `whole`. */
function scaled(text: string, whole: number): number {
  if (text === 'none') return 0;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)%?$/.test(text)) return NaN;
  return text.endsWith('%') ? (parseFloat(text) / 100) * whole : parseFloat(text);
}

/** A percentage as a part of 1; its sign may be left out. */
function percentage(text: string): number {
  return scaled(text.endsWith('%') || text === 'none' ? text : `${text}%`, 1);
}

function degrees(text: string): number {
  const found = /^([-+]?(?:\d+\.?\d*|\.\d+))(deg|turn|rad|grad)?$/.exec(text);
  if (!found) return text === 'none' ? 0 : NaN;
  const unit = { deg: 1, turn: TURN, rad: 180 / Math.PI, grad: 0.9 }[found[2] ?? 'deg']!;
  return (((Number(found[1]) * unit) % TURN) + TURN) % TURN;
}

function fromHsl([hue, saturation, lightness]: number[]): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map(offset => {
    const at = (offset + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  });
}

function fromHwb([hue, white, black]: number[]): number[] {
  if (white + black >= 1) return [0, 0, 0].map(() => (255 * white) / (white + black));
  return fromHsl([hue, 1, 0.5]).map(part => part * (1 - white - black) + 255 * white);
}

package dev.pankou.plugin.builtin;

import dev.pankou.plugin.tool.ToolException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and reckons an arithmetic expression by recursive descent; bounded in length, depth and size of numbers. */
final class Calculation {
    private static final MathContext DIGITS = MathContext.DECIMAL128;
    private static final int MOST_LENGTH = 2000;
    private static final int MOST_DEPTH = 100;
    private static final int MOST_POWER = 100_000;

    /** Numbers beyond ten to the power of this are refused. */
    private static final int MOST_EXPONENT = 10_000;

    private final String text;
    private int at;
    private int depth;

    private Calculation(String text) {
        this.text = text;
    }

    /** The value in plain digits, or with an exponent where that is shorter. @throws ToolException saying what is wrong */
    static String of(String expression) {
        if (expression.length() > MOST_LENGTH) {
            throw BuiltInTool.bad("expression", "is longer than " + MOST_LENGTH + " characters");
        }
        var plain = expression.replace('×', '*').replace('÷', '/').replace('−', '-').replace('（', '(').replace('）', ')')
                .replace("**", "^");
        var calculation = new Calculation(plain);
        var value = calculation.sum();
        if (calculation.peek() != 0) {
            throw calculation.unexpected();
        }
        var shown = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        var exponent = shown.precision() - shown.scale();
        return exponent > 40 || exponent < -20 ? shown.toString() : shown.toPlainString();
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        if (peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private ToolException unexpected() {
        var found = peek();
        return BuiltInTool.bad(
                "expression",
                found == 0 ? "ends too early" : "has \"" + found + "\" at position " + (at + 1) + " where it means nothing");
    }

    private BigDecimal sum() {
        var value = product();
        while (true) {
            if (take('+')) {
                value = checked(value.add(product(), DIGITS));
            } else if (take('-')) {
                value = checked(value.subtract(product(), DIGITS));
            } else {
                return value;
            }
        }
    }

    private BigDecimal product() {
        var value = signed();
        while (true) {
            if (take('*')) {
                value = checked(value.multiply(signed(), DIGITS));
            } else if (take('/')) {
                value = checked(value.divide(divisor(signed()), DIGITS));
            } else if (take('%')) {
                value = checked(remainder(value, divisor(signed())));
            } else {
                return value;
            }
        }
    }

    private static BigDecimal remainder(BigDecimal value, BigDecimal divisor) {
        try {
            return value.remainder(divisor, DIGITS);
        } catch (ArithmeticException tooFarApart) {
            throw BuiltInTool.bad("expression", "has a remainder of numbers that are too far apart");
        }
    }

    private static BigDecimal divisor(BigDecimal value) {
        if (value.signum() == 0) {
            throw BuiltInTool.bad("expression", "divides by zero");
        }
        return value;
    }

    private BigDecimal signed() {
        deeper();
        try {
            if (take('-')) {
                return signed().negate();
            }
            return take('+') ? signed() : power();
        } finally {
            depth--;
        }
    }

    private void deeper() {
        if (++depth > MOST_DEPTH) {
            throw BuiltInTool.bad("expression", "is nested more than " + MOST_DEPTH + " deep");
        }
    }

    private BigDecimal power() {
        var base = atom();
        if (!take('^')) {
            return base;
        }
        var exponent = signed(); // binds to the right: 2^3^2 is 2^9
        if (exponent.stripTrailingZeros().scale() <= 0 && exponent.abs().compareTo(BigDecimal.valueOf(MOST_POWER)) <= 0) {
            return whole(base, exponent.intValueExact());
        }
        return approximate(Math.pow(base.doubleValue(), exponent.doubleValue()));
    }

    private static BigDecimal whole(BigDecimal base, int exponent) {
        if (base.signum() == 0) {
            divisor(exponent < 0 ? base : BigDecimal.ONE);
            return exponent == 0 ? BigDecimal.ONE : base;
        }
        var size = Math.abs((double) (base.precision() - base.scale()) * exponent);
        if (size > MOST_EXPONENT) {
            throw tooLarge();
        }
        return checked(base.pow(exponent, DIGITS));
    }

    private BigDecimal atom() {
        if (take('(')) {
            var value = sum();
            if (!take(')')) {
                throw unexpected();
            }
            return value;
        }
        var next = peek();
        if (Character.isDigit(next) && next < 128 || next == '.') {
            return number();
        }
        if (Character.isLetter(next)) {
            return named();
        }
        throw unexpected();
    }

    private BigDecimal number() {
        var start = at;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9' || text.charAt(at) == '.')) {
            at++;
        }
        if (at + 1 < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            var mark = at + 1;
            var sign = text.charAt(mark) == '-' || text.charAt(mark) == '+' ? 1 : 0;
            var end = mark + sign;
            while (end < text.length() && Character.isDigit(text.charAt(end)) && end - mark < 8) {
                end++;
            }
            at = end > mark + sign ? end : at;
        }
        try {
            return checked(new BigDecimal(text.substring(start, at)));
        } catch (NumberFormatException noNumber) {
            throw BuiltInTool.bad("expression", "has \"" + text.substring(start, at) + "\", which is no number");
        }
    }

    private BigDecimal named() {
        var start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        var name = text.substring(start, at).toLowerCase(Locale.ROOT);
        if (!take('(')) {
            return switch (name) {
                case "pi" -> new BigDecimal("3.141592653589793238462643383279503");
                case "e" -> new BigDecimal("2.718281828459045235360287471352662");
                default -> throw BuiltInTool.bad("expression", "has \"" + name + "\", which is not known");
            };
        }
        var values = new ArrayList<BigDecimal>();
        do {
            values.add(sum());
        } while (take(','));
        if (!take(')')) {
            throw unexpected();
        }
        return function(name, values);
    }

    private static BigDecimal function(String name, List<BigDecimal> values) {
        var first = values.getFirst();
        return switch (name) {
            case "min" -> values.stream().reduce(first, BigDecimal::min);
            case "max" -> values.stream().reduce(first, BigDecimal::max);
            case "abs" -> first.abs();
            case "floor" -> first.setScale(0, RoundingMode.FLOOR);
            case "ceil" -> first.setScale(0, RoundingMode.CEILING);
            case "round" -> round(first, values.size() > 1 ? values.get(1) : BigDecimal.ZERO);
            case "sqrt" -> {
                if (first.signum() < 0) {
                    throw BuiltInTool.bad("expression", "takes the root of a negative number");
                }
                yield first.sqrt(DIGITS);
            }
            case "ln", "log" -> approximate(Math.log(first.doubleValue()));
            case "log10" -> approximate(Math.log10(first.doubleValue()));
            case "exp" -> approximate(Math.exp(first.doubleValue()));
            case "sin" -> approximate(Math.sin(first.doubleValue()));
            case "cos" -> approximate(Math.cos(first.doubleValue()));
            case "tan" -> approximate(Math.tan(first.doubleValue()));
            default -> throw BuiltInTool.bad("expression", "has a function \"" + name + "\", which is not known");
        };
    }

    private static BigDecimal round(BigDecimal value, BigDecimal places) {
        if (places.abs().compareTo(BigDecimal.valueOf(100)) > 0) {
            throw BuiltInTool.bad("expression", "rounds to more than 100 places");
        }
        return value.setScale(places.intValue(), RoundingMode.HALF_UP);
    }

    /** A value of floating point, with the 15 digits that are certain. */
    private static BigDecimal approximate(double value) {
        if (!Double.isFinite(value)) {
            throw BuiltInTool.bad("expression", "has no finite value");
        }
        return new BigDecimal(value).round(new MathContext(15));
    }

    private static BigDecimal checked(BigDecimal value) {
        if (Math.abs((long) value.precision() - value.scale()) > MOST_EXPONENT) {
            throw tooLarge();
        }
        return value;
    }

    private static ToolException tooLarge() {
        return BuiltInTool.bad("expression", "has a number beyond 10^" + MOST_EXPONENT);
    }
}

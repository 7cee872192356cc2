package dev.pankou.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The calls a test makes and whose answers it checks. The test runs on every database, or the build fails. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Covers {
    /** Calls made through the client. */
    Call[] value() default {};

    /** Calls the client does not have, made as plain HTTP. */
    Call[] raw() default {};
}

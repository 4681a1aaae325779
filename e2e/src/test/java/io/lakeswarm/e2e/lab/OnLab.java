package io.lakeswarm.e2e.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the class against the platform on the lab, both made once for all classes and ended after
 * the last. Test methods and constructors may take a {@link Platform}. Where there can be no lab
 * the class is left out with the reason; under {@code CI=true} that fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface OnLab {}

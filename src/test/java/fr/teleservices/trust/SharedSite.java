package fr.teleservices.trust;

import fr.teleservices.boot.WholeSite;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one running site of this JVM to the constructors of the classes that ask for it; closed with the last test. */
public final class SharedSite implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WholeSite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        WholeSite site = of(context);
        site.later();
        return site;
    }

    private static WholeSite of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedSite.class))
                .getOrComputeIfAbsent(WholeSite.class, type -> new WholeSite(), WholeSite.class);
    }
}

package fr.teleservices.web;

import com.github.jknack.handlebars.ValueResolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets templates read the components of view records, and nothing else of any object. */
final class RecordResolver implements ValueResolver {
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> accessors = new HashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                accessors.put(component.getName(), component.getAccessor());
            }
            return accessors;
        }
    };

    @Override
    public @Nullable Object resolve(Object context, String name) {
        if (context instanceof Record view) {
            Method accessor = ACCESSORS.get(view.getClass()).get(name);
            return accessor == null ? UNRESOLVED : call(accessor, view);
        }
        return UNRESOLVED;
    }

    @Override
    public Object resolve(Object context) {
        return context instanceof Record ? context : UNRESOLVED;
    }

    @Override
    public Set<Map.Entry<String, Object>> propertySet(Object context) {
        if (!(context instanceof Record view)) {
            return Collections.emptySet();
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        ACCESSORS.get(view.getClass()).forEach((name, accessor) -> {
            Object value = call(accessor, view);
            if (value != null) {
                properties.put(name, value);
            }
        });
        return properties.entrySet();
    }

    private static @Nullable Object call(Method accessor, Record view) {
        try {
            return accessor.invoke(view);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
